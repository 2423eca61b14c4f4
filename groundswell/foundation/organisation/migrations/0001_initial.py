import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('post', models.CharField(choices=[('frontline', 'Frontline'), ('lead', 'Team lead'), ('head', 'Head'), ('office', 'Customer advocacy office'), ('executive', 'Executive')], default='frontline', max_length=20)),
                ('left_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'db_table': 'organisation_person',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('organisation', 'Organisation'), ('business_line', 'Business line'), ('region', 'Region'), ('team', 'Team')], default='team', max_length=20)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_units', to='organisation.person')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='organisation.unit', verbose_name='parent')),
            ],
            options={
                'db_table': 'organisation_unit',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.unit'),
        ),
        migrations.CreateModel(
            name='WorkingCalendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('time_zone', models.CharField(default='Europe/London', max_length=60)),
                ('country', models.CharField(default='GB', help_text='Whose public holidays are free days.', max_length=2)),
                ('subdivision', models.CharField(blank=True, max_length=10)),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('weekdays', models.JSONField(default=list, help_text='0 is Monday.')),
            ],
            options={
                'db_table': 'organisation_working_calendar',
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='calendar_closes_after_it_opens')],
            },
        ),
        migrations.AddField(
            model_name='unit',
            name='calendar',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.workingcalendar'),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='organisation.person')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='organisation.person')),
            ],
            options={
                'db_table': 'organisation_absence',
                'ordering': ['starts_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('taken_back_at', None)), fields=['ends_on'], name='organisation_who_is_away')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('stand_in', None), models.Q(('stand_in', models.F('person')), _negated=True), _connector='OR'), name='nobody_stands_in_for_themselves')],
            },
        ),
        migrations.CreateModel(
            name='Ability',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('language', 'Language'), ('skill', 'Skill')], max_length=10)),
                ('name', models.CharField(help_text='A language by its code, a skill by its word.', max_length=60)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='abilities', to='organisation.person')),
            ],
            options={
                'db_table': 'organisation_ability',
                'ordering': ['kind', 'name'],
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'name'), name='an_ability_is_noted_once')],
            },
        ),
    ]
