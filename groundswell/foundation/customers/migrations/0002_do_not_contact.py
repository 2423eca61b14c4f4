import django.db.models.deletion
from django.db import migrations, models


def move(apps, schema_editor):
    """What was said so far comes along; tables that are laid at once have no other place to take it from."""
    before = apps.all_models['asking'].get('donotcontact')
    if before is None:
        return
    new = apps.get_model('customers', 'DoNotContact')
    words = ('customer_id', 'why', 'by', 'at', 'ended_at')
    new.objects.bulk_create(new(**row) for row in before.objects.order_by('pk').values(*words))


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0001_initial'),
        ('asking', '0002_the_bar_moves_to_the_customer'),
    ]

    operations = [
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
                'db_table': 'customers_do_not_contact',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('customer',), name='one_living_contact_ban_per_customer')],
            },
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
    ]
