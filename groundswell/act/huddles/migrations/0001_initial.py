import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        ('signals', '0001_initial'),
        ('themes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Huddle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('feedback', 'Customer feedback'), ('coordination', 'Coordination'), ('figures', 'Key figures')], default='feedback', max_length=20)),
                ('planned_at', models.DateTimeField()),
                ('minutes', models.PositiveSmallIntegerField(default=15)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('pulse', models.PositiveSmallIntegerField(blank=True, help_text='How the team found it, 1 to 5.', null=True)),
                ('called_off_at', models.DateTimeField(blank=True, null=True)),
                ('called_off_because', models.CharField(blank=True, max_length=300)),
                ('step', models.PositiveSmallIntegerField(default=1, help_text='Where the team is in its agenda.')),
                ('version', models.PositiveIntegerField(default=0, help_text='One more with everything done in it.')),
                ('called_off_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('facilitator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('started_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='huddles', to='organisation.unit')),
            ],
            options={
                'db_table': 'huddles_huddle',
                'ordering': ['-planned_at'],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300)),
                ('due_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('follows', models.OneToOneField(blank=True, help_text='The promise of a colleague that this one takes over.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='huddles.promise')),
                ('huddle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='huddles.huddle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='organisation.person')),
            ],
            options={
                'db_table': 'huddles_promise',
                'ordering': ['due_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Elevation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('problem', models.TextField()),
                ('raised_at', models.DateTimeField()),
                ('answer_due_at', models.DateTimeField(help_text='By when its author hears the first answer.')),
                ('raised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elevations', to='organisation.person')),
                ('signals', models.ManyToManyField(blank=True, db_table='huddles_elevation_signal', related_name='elevations', to='signals.signal')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='themes.theme')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elevations', to='organisation.unit')),
                ('huddle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elevations', to='huddles.huddle')),
                ('promise', models.OneToOneField(blank=True, help_text='What somebody promised and the team could not keep alone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='elevation', to='huddles.promise')),
            ],
            options={
                'db_table': 'huddles_elevation',
                'ordering': ['-raised_at'],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('feedback', 'Customer feedback'), ('coordination', 'Coordination'), ('figures', 'Key figures')], default='feedback', max_length=20)),
                ('pace', models.CharField(choices=[('daily', 'Every working day'), ('weekly', 'Every week'), ('fortnightly', 'Every two weeks')], max_length=20)),
                ('weekday', models.PositiveSmallIntegerField(blank=True, help_text='0 is Monday.', null=True)),
                ('time_of_day', models.TimeField(help_text="On the clock of the unit's calendar.")),
                ('minutes', models.PositiveSmallIntegerField(default=15)),
                ('starts_on', models.DateField(help_text='Every two weeks counts from the week of this day.')),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rhythms', to='organisation.unit')),
            ],
            options={
                'db_table': 'huddles_rhythm',
                'ordering': ['unit__name', 'kind'],
            },
        ),
        migrations.AddField(
            model_name='huddle',
            name='rhythm',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='huddles', to='huddles.rhythm'),
        ),
        migrations.CreateModel(
            name='AnswerTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'db_table': 'huddles_answer_time',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='answer_time_is_1_to_60_days')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_here', models.BooleanField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('huddle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='huddles.huddle')),
            ],
            options={
                'db_table': 'huddles_attendance',
                'ordering': ['person__name'],
                'constraints': [models.UniqueConstraint(fields=('huddle', 'person'), name='one_attendance_per_huddle_and_person')],
            },
        ),
        migrations.CreateModel(
            name='PromiseReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('kept', 'Kept'), ('not_yet', 'Carried over'), ('let_go', 'Let go')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('huddle', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='huddles.huddle')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='huddles.promise')),
            ],
            options={
                'db_table': 'huddles_promise_review',
                'ordering': ['at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome__in', ['kept', 'let_go'])), fields=('promise',), name='promise_is_kept_or_let_go_once'), models.UniqueConstraint(condition=models.Q(('outcome', 'not_yet')), fields=('promise', 'huddle'), name='promise_is_carried_once_per_huddle'), models.CheckConstraint(condition=models.Q(('outcome', 'kept'), models.Q(('note', ''), _negated=True), _connector='OR'), name='promise_not_kept_has_a_reason')],
            },
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('unit', 'kind'), name='one_rhythm_per_team_and_kind'),
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('pace', 'daily'), ('weekday', None)), models.Q(('pace__in', ['weekly', 'fortnightly']), ('weekday__gte', 0), ('weekday__isnull', False), ('weekday__lte', 6)), _connector='OR'), name='rhythm_names_its_weekday_unless_daily'),
        ),
        migrations.AddConstraint(
            model_name='rhythm',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 15), ('minutes__lte', 30)), name='rhythm_takes_15_to_30_minutes'),
        ),
        migrations.AddConstraint(
            model_name='huddle',
            constraint=models.UniqueConstraint(fields=('unit', 'kind', 'planned_at'), name='one_huddle_per_team_and_time'),
        ),
        migrations.AddConstraint(
            model_name='huddle',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), name='huddle_ends_after_it_started'),
        ),
        migrations.AddConstraint(
            model_name='huddle',
            constraint=models.CheckConstraint(condition=models.Q(('pulse', None), models.Q(('pulse__gte', 1), ('pulse__lte', 5)), _connector='OR'), name='huddle_pulse_is_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='huddle',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 15), ('minutes__lte', 30)), name='huddle_takes_15_to_30_minutes'),
        ),
        migrations.AddConstraint(
            model_name='huddle',
            constraint=models.CheckConstraint(condition=models.Q(('called_off_at', None), models.Q(('started_at', None), models.Q(('called_off_because', ''), _negated=True)), _connector='OR'), name='huddle_called_off_has_a_reason_and_never_began'),
        ),
    ]
