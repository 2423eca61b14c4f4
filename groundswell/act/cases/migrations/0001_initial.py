import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('signals', '0001_initial'),
        ('surveys', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='organisation.person')),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case', to='signals.signal')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
            ],
            options={
                'db_table': 'cases_case',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ContactAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('email', 'E-mail'), ('shop', 'In the shop')], max_length=10)),
                ('reached', models.BooleanField()),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='cases.case')),
            ],
            options={
                'db_table': 'cases_contact_attempt',
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='cases.case')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'db_table': 'cases_handover',
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='OpeningRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('opens_for', models.CharField(choices=[('low_score', 'A low score'), ('complaint', 'A complaint'), ('low_satisfaction', 'Little satisfaction'), ('low_ease', 'Much effort')], max_length=20)),
                ('highest_score', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('within_hours', models.PositiveSmallIntegerField(help_text='Working hours until the customer has heard from us.')),
                ('ask_again_after_hours', models.PositiveSmallIntegerField(default=8, help_text='Working hours from closing to the second ask. One working day: late enough for the answer to have reached the customer, early enough for them to remember it.')),
                ('active_from', models.DateTimeField(help_text='Signals received before this moment open nothing.')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'db_table': 'cases_opening_rule',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens_for', 'complaint'), ('highest_score__isnull', False), _connector='OR'), name='low_score_rule_names_its_score')],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='cases.openingrule'),
        ),
        migrations.CreateModel(
            name='RootCause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.rootcause')),
            ],
            options={
                'db_table': 'cases_root_cause',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('recovered', 'Put right, the customer is content'), ('answered', 'Answered and explained'), ('goodwill', 'Made good with a gesture'), ('unreachable', 'Not reached after several attempts'), ('learned', 'Nobody to get back to; we learned from it')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='closure', to='cases.case')),
                ('root_cause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='cases.rootcause')),
            ],
            options={
                'db_table': 'cases_closure',
            },
        ),
        migrations.CreateModel(
            name='SecondAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_ask', to='cases.case')),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second_ask', to='surveys.invitation')),
            ],
            options={
                'db_table': 'cases_second_ask',
            },
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['owner', 'due_at'], name='cases_of_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['unit', 'due_at'], name='cases_of_unit'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['due_at'], name='cases_by_clock'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('opened_at'))), name='case_due_after_opened'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), _negated=True), name='closure_has_an_outcome'),
        ),
    ]
