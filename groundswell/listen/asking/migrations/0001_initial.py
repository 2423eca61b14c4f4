import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
        ('surveys', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=120)),
                ('happened_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='episodes', to='customers.customer')),
                ('employee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.person')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='journeys.touchpoint')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
            ],
            options={
                'db_table': 'asking_episode',
            },
        ),
        migrations.CreateModel(
            name='ListeningPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(choices=[('wave', 'A wave on a date'), ('rolling', 'A sample every month'), ('episode', 'After an episode'), ('list', 'A list of people, once')], max_length=10)),
                ('wish', models.CharField(choices=[('email', 'By e-mail'), ('text', 'By text message'), ('either', 'By e-mail, else by text message')], default='email', max_length=6)),
                ('segments', models.JSONField(blank=True, default=list, help_text='Only these segments; all when empty.')),
                ('share', models.PositiveSmallIntegerField(default=100, help_text='Per cent drawn by chance.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                ('margin', models.PositiveSmallIntegerField(blank=True, help_text='Points per unit: a month draws as many as this margin needs.', null=True)),
                ('expected_response', models.PositiveSmallIntegerField(default=25, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                ('quota', models.PositiveSmallIntegerField(blank=True, help_text='Once they are in, nobody of that unit is asked (each month anew; a wave once). Empty for no limit.', null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('starts_on', models.DateField()),
                ('spread_days', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)])),
                ('send_hour', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MaxValueValidator(23)])),
                ('wait_hours', models.PositiveSmallIntegerField(default=24)),
                ('remind_after_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(2)])),
                ('reminders_at_most', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(3)])),
                ('seed', models.PositiveIntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='surveys.survey')),
                ('unit', models.ForeignKey(blank=True, help_text='Only customers or episodes of this unit.', null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
            ],
            options={
                'db_table': 'asking_plan',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(max_length=40)),
                ('population', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='asking.listeningplan')),
            ],
            options={
                'db_table': 'asking_draw',
                'ordering': ['-drawn_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('way', models.CharField(choices=[('planned', 'By a listening plan'), ('by_hand', 'By a colleague'), ('second', 'Again after a case'), ('reminder', 'A reminder')], max_length=10)),
                ('occasion', models.CharField(max_length=60)),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('probability', models.FloatField(blank=True, null=True)),
                ('offered_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('held_until', models.DateTimeField(blank=True, help_text='Quiet hours held it back until then.', null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='customers.customer')),
                ('reminds', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='surveys.invitation')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='surveys.survey')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
                ('episode', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='asks', to='asking.episode')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='asking.listeningplan')),
            ],
            options={
                'db_table': 'asking_ask',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('ask', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sending', to='asking.ask')),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='surveys.invitation')),
            ],
            options={
                'db_table': 'asking_sending',
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.CharField(choices=[('do_not_contact', 'Do not contact'), ('left', 'No longer a customer'), ('no_address', 'No address that works'), ('no_consent', 'No consent'), ('survey_closed', 'The survey is closed'), ('answered', 'Answered already'), ('floor', 'Written to hours ago'), ('person_window', 'Asked lately'), ('account_window', 'Somebody of the same account was asked lately'), ('survey_window', 'Asked the same lately'), ('precedence', 'A relationship question comes first'), ('yearly_cap', 'Asked often enough this year'), ('quota_full', 'Enough have answered'), ('quiet_hours', 'Quiet hours'), ('holiday', 'A public holiday')], max_length=20)),
                ('sentence', models.CharField(max_length=300)),
                ('until', models.DateTimeField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suppressions', to='asking.ask')),
            ],
            options={
                'db_table': 'asking_suppression',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContactRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('floor', 'Hours between any two messages that ask'), ('person_window', 'Days between two questions to a person, all surveys and channels together'), ('account_window', 'Days between two questions to the people of one account'), ('survey_window', 'Days between two questions of the same survey to a person'), ('precedence', 'Days before a relationship question in which nothing else is asked'), ('yearly_cap', 'Questions to a person in 365 days'), ('holidays', 'Nothing goes out on public holidays: 1 for yes, 0 for no'), ('quiet_from', "Quiet hours begin, hour in the person's time zone"), ('quiet_until', "Quiet hours end, hour in the person's time zone")], max_length=20)),
                ('amount', models.PositiveSmallIntegerField()),
                ('set_by', models.CharField(max_length=200)),
                ('set_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('survey', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='surveys.survey')),
            ],
            options={
                'db_table': 'asking_contact_rule',
                'ordering': ['-set_at', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('survey', None)), fields=('kind',), name='one_living_contact_rule_per_kind'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('survey__isnull', False)), fields=('kind', 'survey'), name='one_living_contact_rule_per_survey'), models.CheckConstraint(condition=models.Q(('survey', None), ('kind', 'survey_window'), _connector='OR'), name='only_survey_windows_have_a_survey')],
            },
        ),
        migrations.CreateModel(
            name='DoNotContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_bans', to='customers.customer')),
            ],
            options={
                'db_table': 'asking_do_not_contact',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('customer',), name='one_living_contact_ban_per_customer')],
            },
        ),
        migrations.AddConstraint(
            model_name='episode',
            constraint=models.UniqueConstraint(fields=('source', 'key'), name='episode_arrives_once'),
        ),
        migrations.AddConstraint(
            model_name='listeningplan',
            constraint=models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='plan_share_is_a_per_cent'),
        ),
        migrations.AddConstraint(
            model_name='listeningplan',
            constraint=models.CheckConstraint(condition=models.Q(('send_hour__lte', 23)), name='plan_send_hour_is_an_hour'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(fields=('plan', 'occasion'), name='plan_draws_once_per_occasion'),
        ),
        migrations.AddIndex(
            model_name='ask',
            index=models.Index(fields=['due_at'], name='asking_ask_by_due'),
        ),
        migrations.AddConstraint(
            model_name='ask',
            constraint=models.CheckConstraint(condition=models.Q(('probability', None), models.Q(('probability__gt', 0), ('probability__lte', 1)), _connector='OR'), name='ask_probability_is_a_chance'),
        ),
        migrations.AddIndex(
            model_name='sending',
            index=models.Index(fields=['at'], name='asking_sending_by_at'),
        ),
        migrations.AddConstraint(
            model_name='suppression',
            constraint=models.UniqueConstraint(fields=('ask', 'attempt'), name='ask_is_suppressed_once_per_attempt'),
        ),
    ]
