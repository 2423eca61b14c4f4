import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('council', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('expected_points', models.DecimalField(decimal_places=1, help_text='Expected change of the score.', max_digits=5)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='initiative', to='council.decision')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='organisation.person')),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('touchpoint', models.ForeignKey(blank=True, help_text='Where its effect is measured.', null=True, on_delete=django.db.models.deletion.PROTECT, to='journeys.touchpoint')),
            ],
            options={
                'db_table': 'initiatives_initiative',
                'ordering': ['-started_at'],
            },
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens', models.CharField(choices=[('prepare', 'Prepare'), ('pilot', 'Pilot'), ('widen', 'Widen'), ('keep', 'Keep')], max_length=10)),
                ('due_on', models.DateField()),
                ('releases', models.DecimalField(decimal_places=2, default=0, max_digits=12)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gates', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'initiatives_gate',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='EffectReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('estimate', models.FloatField(null=True)),
                ('low', models.FloatField(null=True)),
                ('high', models.FloatField(null=True)),
                ('verdict', models.CharField(choices=[('worked', 'Worked'), ('did_not', 'Did not work'), ('cannot_tell', 'Cannot tell yet')], max_length=20)),
                ('sentence', models.CharField(max_length=600)),
                ('detail', models.JSONField(default=dict)),
                ('measured_at', models.DateTimeField()),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='effect_readings', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'initiatives_effect_reading',
                'ordering': ['-measured_at'],
            },
        ),
        migrations.CreateModel(
            name='Design',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('randomised', 'Units dealt by lot'), ('staggered', 'Waves, in an order dealt by lot'), ('matched', 'Matched units without it'), ('synthetic', 'One unit against a blend of others'), ('interrupted', 'One series before and after'), ('before_after', 'Before and after only')], max_length=20)),
                ('kind_of_score', models.CharField(default='experience', max_length=20)),
                ('smallest_points', models.DecimalField(decimal_places=1, help_text='The smallest effect that matters.', max_digits=5)),
                ('starts_on', models.DateField(help_text='The first day on which a unit works with the change.')),
                ('months', models.PositiveSmallIntegerField(help_text='How long it is measured before it is judged.')),
                ('power', models.FloatField(default=0.8, help_text='How often it finds the smallest effect that matters.')),
                ('answers_per_arm', models.PositiveIntegerField(blank=True, null=True)),
                ('units_per_arm', models.PositiveIntegerField(blank=True, null=True)),
                ('finds_points', models.FloatField(blank=True, help_text='The smallest effect that this design finds in these months.', null=True)),
                ('seed', models.BigIntegerField(blank=True, help_text='What the units were dealt by.', null=True)),
                ('basis', models.JSONField(default=dict, help_text='What the size was computed from, on that day.')),
                ('why', models.CharField(blank=True, help_text='Why this way, where another was advised.', max_length=300)),
                ('registered_at', models.DateTimeField()),
                ('digest', models.CharField(max_length=64)),
                ('superseded_because', models.CharField(blank=True, help_text='Why it took the place of the one before.', max_length=300)),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='superseded_by', to='initiatives.design')),
                ('touchpoint', models.ForeignKey(blank=True, help_text='All, if empty.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journeys.touchpoint')),
                ('unit', models.ForeignKey(blank=True, help_text='The whole, if empty.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='designs', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'initiatives_design',
                'ordering': ['-registered_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('due_on', models.DateField()),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'initiatives_milestone',
                'ordering': ['due_on'],
            },
        ),
        migrations.CreateModel(
            name='Risk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=200)),
                ('raised_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_because', models.CharField(blank=True, max_length=300)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='risks', to='initiatives.initiative')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'db_table': 'initiatives_risk',
                'ordering': ['raised_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RiskLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chance', models.PositiveSmallIntegerField(choices=[(1, 'Rare'), (2, 'Unlikely'), (3, 'Possible'), (4, 'Likely'), (5, 'Nearly certain')])),
                ('consequence', models.PositiveSmallIntegerField(choices=[(1, 'Slight'), (2, 'Small'), (3, 'Felt'), (4, 'Heavy'), (5, 'Stops it')])),
                ('done_about_it', models.CharField(max_length=300)),
                ('again_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('risk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='initiatives.risk')),
            ],
            options={
                'db_table': 'initiatives_risk_look',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Rollout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField()),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rollouts', to='initiatives.initiative')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
            ],
            options={
                'db_table': 'initiatives_rollout',
                'ordering': ['from_on'],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function', models.CharField(help_text='Such as operations, technology or finance.', max_length=60)),
                ('share', models.PositiveSmallIntegerField(help_text='Per cent of their time.')),
                ('from_on', models.DateField()),
                ('until_on', models.DateField(blank=True, null=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='initiatives.initiative')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='works_on', to='organisation.person')),
            ],
            options={
                'db_table': 'initiatives_team_member',
                'ordering': ['function', 'person__name'],
            },
        ),
        migrations.CreateModel(
            name='Want',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=120)),
                ('by_on', models.DateField(help_text='By when it is needed.')),
                ('wanted_at', models.DateTimeField()),
                ('source', models.CharField(blank=True, choices=[('inside', 'Somebody inside'), ('provider', 'A service provider')], max_length=10)),
                ('found', models.CharField(blank=True, help_text='Who brings it.', max_length=120)),
                ('found_at', models.DateTimeField(blank=True, null=True)),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wants', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'initiatives_want',
                'ordering': ['by_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Allocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wave', models.PositiveSmallIntegerField(blank=True, help_text='Empty: it goes without, for comparison.', null=True)),
                ('from_on', models.DateField(blank=True, null=True)),
                ('stratum', models.CharField(blank=True, help_text='Among which units it was dealt.', max_length=60)),
                ('weight', models.FloatField(blank=True, help_text='Its share in a blend of others.', null=True)),
                ('matched_to', models.ForeignKey(blank=True, help_text='Whose comparison it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allocations', to='initiatives.design')),
            ],
            options={
                'db_table': 'initiatives_allocation',
                'ordering': ['wave', 'unit__name'],
                'constraints': [models.UniqueConstraint(fields=('design', 'unit'), name='one_allocation_per_unit'), models.CheckConstraint(condition=models.Q(models.Q(('from_on', None), ('wave', None)), models.Q(('from_on__isnull', False), ('wave__isnull', False)), _connector='OR'), name='a_wave_has_its_day')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200)),
                ('shown_by', models.CharField(blank=True, help_text='What shows that it is met.', max_length=300)),
                ('met_at', models.DateTimeField(blank=True, null=True)),
                ('met_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='initiatives.gate')),
            ],
            options={
                'verbose_name_plural': 'criteria',
                'db_table': 'initiatives_criterion',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('met_at', None), models.Q(('shown_by', ''), _negated=True), _connector='OR'), name='criterion_is_met_by_something')],
            },
        ),
        migrations.CreateModel(
            name='GateDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passed', models.BooleanField()),
                ('why', models.CharField(max_length=500)),
                ('despite', models.CharField(blank=True, help_text='What was open, and why it passed all the same.', max_length=500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
                ('gate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='initiatives.gate')),
                ('release', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='gate', to='council.release')),
            ],
            options={
                'db_table': 'initiatives_gate_decision',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('passed', True)), fields=('gate',), name='a_gate_is_passed_once'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='gate_decision_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Guard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('watches', models.CharField(choices=[('response_rate', 'How many of those asked answer'), ('relationship', 'The relationship score'), ('elsewhere', 'The score at the other touchpoints'), ('detractors', 'The share of detractors')], max_length=20)),
                ('worst', models.DecimalField(decimal_places=1, help_text='Points it may get worse at most.', max_digits=5)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guards', to='initiatives.design')),
            ],
            options={
                'db_table': 'initiatives_guard',
                'ordering': ['watches'],
                'constraints': [models.UniqueConstraint(fields=('design', 'watches'), name='one_guard_of_a_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='initiative_ends_after_it_started'),
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.UniqueConstraint(fields=('initiative', 'opens'), name='one_gate_into_a_stage'),
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.CheckConstraint(condition=models.Q(('releases__gte', 0)), name='gate_releases_no_less_than_nought'),
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.CheckConstraint(condition=models.Q(('opens', 'prepare'), _negated=True), name='preparing_needs_no_gate'),
        ),
        migrations.AddConstraint(
            model_name='design',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes', None), models.Q(('superseded_because', ''), _negated=True), _connector='OR'), name='design_says_why_it_supersedes'),
        ),
        migrations.AddConstraint(
            model_name='design',
            constraint=models.CheckConstraint(condition=models.Q(('smallest_points__gt', 0)), name='design_seeks_an_effect'),
        ),
        migrations.AddConstraint(
            model_name='design',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes', None)), fields=('initiative',), name='one_first_design'),
        ),
        migrations.AddConstraint(
            model_name='risk',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('closed_because', ''), _negated=True), _connector='OR'), name='risk_closes_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='risklook',
            constraint=models.CheckConstraint(condition=models.Q(('chance__gte', 1), ('chance__lte', 5), ('consequence__gte', 1), ('consequence__lte', 5)), name='risk_is_weighed_from_1_to_5'),
        ),
        migrations.AddConstraint(
            model_name='rollout',
            constraint=models.UniqueConstraint(fields=('initiative', 'unit'), name='one_rollout_per_unit'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('initiative', 'person'), name='once_in_a_team'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='share_of_time_is_within_100'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='team_member_leaves_after_coming'),
        ),
        migrations.AddConstraint(
            model_name='want',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('found', ''), ('found_at', None), ('source', '')), models.Q(('found_at__isnull', False), models.Q(('source', ''), _negated=True), models.Q(('found', ''), _negated=True)), _connector='OR'), name='what_is_found_says_where'),
        ),
    ]
