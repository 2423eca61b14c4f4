import django.db.models.deletion
import django.db.models.expressions
import groundswell.listen.channels.notices.models
import groundswell.listen.surveys.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('customers', '0001_initial'),
        ('journeys', '0001_initial'),
        ('organisation', '0001_initial'),
        ('signals', '0001_initial'),
        ('surveys', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True)),
                ('fields', models.JSONField(default=dict)),
                ('date_order', models.CharField(default='iso', max_length=3)),
                ('tz', models.CharField(blank=True, max_length=60)),
                ('kind_of_score', models.CharField(max_length=20)),
                ('by', models.CharField(max_length=200)),
                ('chosen_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'channels_mapping',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=2048)),
                ('kinds', models.JSONField(default=list)),
                ('has_words', models.BooleanField(default=False)),
                ('history_through', models.BigIntegerField()),
                ('voices_through', models.BigIntegerField()),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('why_ended', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'db_table': 'channels_subscription',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='AttachedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('stored_as', models.CharField(default=groundswell.listen.surveys.models.new_token, max_length=40, unique=True)),
                ('size', models.PositiveIntegerField()),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attached_files', to='signals.signal')),
            ],
            options={
                'db_table': 'channels_attached_file',
            },
        ),
        migrations.CreateModel(
            name='Connection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=120)),
                ('settings', models.JSONField(blank=True, default=dict)),
                ('kind_of_score', models.CharField(choices=[('relationship', 'Relationship'), ('experience', 'Experience'), ('competitive', 'Competitive benchmark')], default='experience', max_length=20)),
                ('places', models.JSONField(blank=True, default=dict, help_text="What they call a place: our unit's code.")),
                ('token', models.CharField(default=groundswell.listen.surveys.models.new_token, max_length=40, unique=True)),
                ('cursor', models.JSONField(blank=True, default=dict)),
                ('next_at', models.DateTimeField(help_text='When it is fetched next.')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='journeys.touchpoint')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='organisation.unit')),
            ],
            options={
                'db_table': 'channels_connection',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(blank=True, max_length=60)),
                ('tags', models.JSONField(default=list)),
                ('answers', models.JSONField(default=dict)),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='enclosure', to='signals.signal')),
            ],
            options={
                'db_table': 'channels_enclosure',
            },
        ),
        migrations.CreateModel(
            name='FileImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200)),
                ('format', models.CharField(blank=True, help_text='The tool it came from; empty for our own.', max_length=40)),
                ('kind_of_score', models.CharField(max_length=20)),
                ('by', models.CharField(max_length=200)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('refusal', models.CharField(blank=True, help_text='Why the whole file could not be used.', max_length=500)),
                ('read', models.PositiveIntegerField(default=0)),
                ('accepted', models.PositiveIntegerField(default=0)),
                ('duplicate', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
                ('left_out', models.PositiveIntegerField(default=0, help_text='Rows that are no answers, such as previews.')),
                ('left_out_because', models.JSONField(default=dict)),
                ('made_units', models.JSONField(default=list)),
                ('made_touchpoints', models.JSONField(default=list)),
            ],
            options={
                'db_table': 'channels_file_import',
                'ordering': ['-started_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('read', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('accepted'), '+', models.F('duplicate')), '+', models.F('rejected')), '+', models.F('left_out')))), name='every_row_read_went_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('medium', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message')], default='email', max_length=5)),
                ('purpose', models.CharField(choices=[('asking', 'Ask how it was'), ('contact', 'Answer, and tell what became of it'), ('advocacy', 'Speak for us in public')], default='contact', max_length=20)),
                ('address', models.CharField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('html', models.TextField(blank=True)),
                ('written_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('quiet_from', models.PositiveSmallIntegerField(default=0)),
                ('quiet_until', models.PositiveSmallIntegerField(default=0)),
                ('zone', models.CharField(blank=True, max_length=60)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('subdivision', models.CharField(blank=True, max_length=10)),
                ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='customers.customer')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='surveys.invitation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='organisation.person')),
            ],
            options={
                'db_table': 'channels_message',
                'ordering': ['-written_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LostAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message')], max_length=5)),
                ('address', models.CharField(max_length=254)),
                ('why', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.CharField(blank=True, max_length=200)),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='channels.message')),
            ],
            options={
                'db_table': 'channels_lost_address',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('begun', 'End unknown'), ('sent', 'Handed over'), ('delayed', 'Tried again later'), ('refused', 'Refused'), ('given_up', 'Given up after three days'), ('arrived', 'Arrived'), ('returned', 'Came back')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('reference', models.CharField(blank=True, help_text="The provider's own name for it.", max_length=120)),
                ('at', models.DateTimeField()),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='channels.message')),
            ],
            options={
                'db_table': 'channels_delivery',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='AnsweredMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answered_message', to='signals.signal')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='channels.message')),
            ],
            options={
                'db_table': 'channels_answered_message',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default=groundswell.listen.channels.notices.models.new_name, max_length=40, unique=True)),
                ('key', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=40)),
                ('body', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('signal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='signals.signal')),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='channels.subscription')),
            ],
            options={
                'db_table': 'channels_notice',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Knock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='knocks', to='channels.notice')),
            ],
            options={
                'db_table': 'channels_knock',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RejectedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('field', models.CharField(max_length=60)),
                ('value', models.CharField(max_length=120)),
                ('reason', models.CharField(max_length=40)),
                ('sentence', models.CharField(max_length=400)),
                ('file_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rejected_rows', to='channels.fileimport')),
            ],
            options={
                'db_table': 'channels_rejected_row',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='UnreadableMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('raw', models.TextField()),
                ('reason', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unreadable_messages', to='channels.connection')),
            ],
            options={
                'db_table': 'channels_unreadable_message',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64, unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('uploaded_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'db_table': 'channels_upload',
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Fetch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('fetched', 'Fetched'), ('throttled', 'Asked to wait'), ('unreachable', 'No answer'), ('refused', 'Refused'), ('broken', 'Answer unreadable')], max_length=12)),
                ('received', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('ignored', models.PositiveIntegerField(default=0)),
                ('unreadable', models.PositiveIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fetches', to='channels.connection')),
            ],
            options={
                'db_table': 'channels_fetch',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['connection', '-at'], name='channels_fetch_newest')],
            },
        ),
        migrations.CreateModel(
            name='HookCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('body', models.BinaryField()),
                ('headers', models.JSONField(default=dict)),
                ('url', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('received', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('ignored', models.PositiveIntegerField(default=0)),
                ('unreadable', models.PositiveIntegerField(default=0)),
                ('connection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='channels.connection')),
            ],
            options={
                'db_table': 'channels_hook_call',
                'ordering': ['-at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('connection', 'digest'), name='hook_call_arrives_once')],
            },
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['due_at'], name='channels_message_by_due'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(fields=['medium', 'address'], name='channels_message_by_address'),
        ),
        migrations.AddConstraint(
            model_name='lostaddress',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('medium', 'address'), name='an_address_is_lost_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['reference'], name='channels_delivery_by_reference'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome__in', ['arrived', 'returned'])), fields=('message', 'outcome'), name='message_arrives_or_returns_once'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['due_at'], name='channels_notice_by_due'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('subscription', 'key'), name='a_thing_is_told_once_each'),
        ),
        migrations.AddConstraint(
            model_name='unreadablemessage',
            constraint=models.UniqueConstraint(fields=('connection', 'digest'), name='unreadable_message_is_kept_once'),
        ),
    ]
