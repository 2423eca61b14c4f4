import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('huddles', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=120)),
                ('why', models.TextField()),
                ('how', models.TextField()),
                ('since_on', models.DateField(help_text='Since when the team does it.')),
                ('shared_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='organisation.person')),
                ('huddle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='huddles.huddle')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='journeys.touchpoint')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='organisation.unit')),
            ],
            options={
                'db_table': 'practices_practice',
                'ordering': ['-shared_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('until_on', models.DateField(blank=True, help_text='The last day on which the team did it.', null=True)),
                ('given_up_because', models.CharField(blank=True, max_length=300)),
                ('given_up_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('given_up_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='organisation.unit')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='practices.practice')),
            ],
            options={
                'db_table': 'practices_adoption',
                'ordering': ['from_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('practice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawal', to='practices.practice')),
            ],
            options={
                'db_table': 'practices_withdrawal',
            },
        ),
        migrations.AddConstraint(
            model_name='practice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('why', ''), _negated=True), models.Q(('how', ''), _negated=True)), name='practice_says_what_why_and_how'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(condition=models.Q(('given_up_at', None)), fields=('practice', 'unit'), name='one_adoption_per_practice_and_unit'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_up_at', None), ('until_on', None)), models.Q(('given_up_at__isnull', False), ('until_on__gte', models.F('from_on')), models.Q(('given_up_because', ''), _negated=True)), _connector='OR'), name='practice_is_given_up_with_a_day_and_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='practice_is_withdrawn_with_a_reason'),
        ),
    ]
