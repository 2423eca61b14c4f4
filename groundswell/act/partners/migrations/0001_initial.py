
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0001_initial'),
        ('organisation', '0001_initial'),
        ('signals', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('does', models.CharField(blank=True, help_text='Such as courier, design or call centre.', max_length=120)),
                ('since', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name_plural': 'agencies',
                'db_table': 'partners_agency',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='partnership_ends_with_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='AgencyMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('joined_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='partners.agency')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='agency_member', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'partners_member',
                'ordering': ['joined_at'],
            },
        ),
        migrations.CreateModel(
            name='PartnerBoard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.TextField(help_text='What it is for, in words that may leave the house.')),
                ('opened_at', models.DateTimeField()),
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partner_board', to='initiatives.initiative')),
            ],
            options={
                'db_table': 'partners_board',
                'ordering': ['-opened_at'],
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField(blank=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
            ],
            options={
                'db_table': 'partners_idea',
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Brief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
            ],
            options={
                'db_table': 'partners_brief',
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='partners.idea')),
            ],
            options={
                'db_table': 'partners_remark',
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SharedResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
                ('reading', models.ForeignKey(blank=True, help_text='The measured effect that it repeats.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='initiatives.effectreading')),
            ],
            options={
                'db_table': 'partners_result',
                'ordering': ['-at', '-pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AgencyInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('email', models.EmailField(max_length=254)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='partners.agency')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.person')),
            ],
            options={
                'db_table': 'partners_invitation',
                'ordering': ['-at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='invitation_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='IdeaAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('taken_up', 'Taken up'), ('later', 'Later'), ('not_pursued', 'Not pursued')], max_length=20)),
                ('why', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer', to='partners.idea')),
            ],
            options={
                'db_table': 'partners_idea_answer',
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='idea_answer_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SharedVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
                ('taken_back_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shared_with_partners', to='signals.signal')),
            ],
            options={
                'db_table': 'partners_voice',
                'ordering': ['-at', '-pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('board', 'signal'), name='a_voice_once_on_a_board')],
            },
        ),
        migrations.CreateModel(
            name='Sharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('until_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_because', models.CharField(blank=True, max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sharings', to='partners.agency')),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sharings', to='partners.partnerboard')),
            ],
            options={
                'db_table': 'partners_sharing',
                'ordering': ['agency__name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('board', 'agency'), name='an_agency_once_on_a_board')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(max_length=200)),
                ('due_on', models.DateField()),
                ('outcome', models.CharField(blank=True, max_length=500)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, help_text='Empty: we do it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='partners.agency')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('board', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='partners.partnerboard')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'partners_task',
                'ordering': ['due_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='task_is_done_with_an_outcome')],
            },
        ),
    ]
