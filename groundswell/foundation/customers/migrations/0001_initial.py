import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('household', 'Household'), ('business', 'Business')], max_length=10)),
                ('external_id', models.CharField(blank=True, max_length=128, null=True, unique=True)),
            ],
            options={
                'db_table': 'customers_account',
                'ordering': ['name', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('asking', 'Ask how it was'), ('contact', 'Answer, and tell what became of it'), ('advocacy', 'Speak for us in public')], max_length=20)),
                ('language', models.CharField(default='en', max_length=20)),
                ('number', models.PositiveIntegerField(default=1)),
                ('words', models.TextField(max_length=1000)),
                ('made_by', models.CharField(max_length=200)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'customers_consent_text',
                'ordering': ['purpose', 'language', '-number'],
                'constraints': [models.UniqueConstraint(fields=('purpose', 'language', 'number'), name='one_consent_text_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, max_length=128, null=True, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('segment', models.CharField(blank=True, max_length=60)),
                ('time_zone', models.CharField(blank=True, help_text="The organisation's own when empty.", max_length=60)),
                ('came_by', models.CharField(choices=[('bought', 'Advertising or a promotion'), ('referral', "A friend's recommendation"), ('reputation', 'Our reputation'), ('unknown', 'Not asked yet')], default='unknown', max_length=20)),
                ('joined_on', models.DateField(blank=True, null=True)),
                ('ended_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'db_table': 'customers_customer',
                'indexes': [models.Index(django.db.models.functions.text.Lower('name'), name='customers_customer_by_name')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('asking', 'Ask how it was'), ('contact', 'Answer, and tell what became of it'), ('advocacy', 'Speak for us in public')], max_length=20)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('text', 'Text message'), ('phone', 'Telephone'), ('post', 'Letter')], default='email', max_length=10)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(blank=True, help_text='Where it was given: a page, a file, a merge.', max_length=60)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=200)),
                ('withdrawn_source', models.CharField(blank=True, max_length=60)),
                ('text', models.ForeignKey(blank=True, help_text='The words that were agreed to.', null=True, on_delete=django.db.models.deletion.PROTECT, to='customers.consenttext')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_consent',
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('customer', 'purpose', 'channel'), name='one_living_consent_per_purpose_and_channel')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Phone'), ('external', 'Customer number')], max_length=10)),
                ('value', models.CharField(max_length=254)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_identity',
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='an_identity_is_one_customer'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='an_identity_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('member', 'Member'), ('decider', 'Decides'), ('user', 'Uses it'), ('payer', 'Pays')], default='member', max_length=10)),
                ('since', models.DateField(blank=True, null=True)),
                ('until', models.DateField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='customers.account')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_membership',
                'ordering': ['account_id', 'part', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('account', 'customer', 'part'), name='one_living_part_per_account_and_customer')],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('undone_by', models.CharField(blank=True, max_length=200)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='customers.customer')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_into', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_merge',
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='a_customer_is_merged_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='nobody_is_merged_into_themselves')],
            },
        ),
        migrations.CreateModel(
            name='Revenue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(help_text='The first day of the month.')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=12)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revenue', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_revenue',
                'indexes': [models.Index(fields=['month'], name='customers_revenue_by_month')],
                'constraints': [models.UniqueConstraint(fields=('customer', 'month'), name='one_revenue_row_per_customer_and_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='revenue_month_is_a_first_day')],
            },
        ),
        migrations.CreateModel(
            name='TwoPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.customer')),
            ],
            options={
                'db_table': 'customers_two_people',
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='said_once_of_two_people'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='two_people_in_order')],
            },
        ),
    ]
