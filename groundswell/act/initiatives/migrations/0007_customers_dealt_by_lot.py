"""Customers dealt by lot. The database itself refuses to change what a customer was dealt.

A later migration that rebuilds ``initiatives_lot`` on SQLite loses its trigger: run ``guard`` again after it.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
    CREATE TRIGGER what_a_customer_was_dealt_stays BEFORE UPDATE ON initiatives_lot
    BEGIN SELECT RAISE(ABORT, 'What was dealt stays as it was dealt'); END
"""
POSTGRESQL = """
    CREATE TRIGGER what_a_customer_was_dealt_stays BEFORE UPDATE ON initiatives_lot
    FOR EACH ROW EXECUTE FUNCTION refuse_dealing_again()
"""


def guard(apps, editor):
    """Install the trigger; the function on PostgreSQL is that of the lots of units."""
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps, editor):
    """Remove it."""
    table = " ON initiatives_lot" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER what_a_customer_was_dealt_stays{table}")


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_do_not_contact'),
        ('initiatives', '0006_verdicts_say_cannot_tell'),
        ('journeys', '0001_initial'),
        ('organisation', '0003_closed_units'),
    ]

    operations = [
        migrations.CreateModel(
            name='Lot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gets', models.BooleanField(help_text='Whether this customer gets it; else it goes without, for comparison.')),
                ('at', models.DateTimeField()),
            ],
            options={
                'db_table': 'initiatives_lot',
            },
        ),
        migrations.AddField(
            model_name='design',
            name='share',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of 100 customers so many get it, where customers are dealt.', null=True),
        ),
        migrations.AlterField(
            model_name='design',
            name='kind',
            field=models.CharField(choices=[('randomised', 'Units dealt by lot'), ('customers', 'Customers dealt by lot'), ('staggered', 'Waves, one after the other'), ('matched', 'Matched units without it'), ('synthetic', 'One unit against a blend of others'), ('interrupted', 'One series before and after'), ('before_after', 'Before and after only')], max_length=20),
        ),
        migrations.AlterField(
            model_name='design',
            name='seed',
            field=models.BigIntegerField(blank=True, help_text='What units or customers were dealt by.', null=True),
        ),
        migrations.AddConstraint(
            model_name='design',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'customers'), ('seed__isnull', False), ('share__gte', 1), ('share__lte', 99)), models.Q(models.Q(('kind', 'customers'), _negated=True), ('share', None)), _connector='OR'), name='design_deals_customers_by_a_share'),
        ),
        migrations.AddField(
            model_name='lot',
            name='customer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='customers.customer'),
        ),
        migrations.AddField(
            model_name='lot',
            name='design',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lots', to='initiatives.design'),
        ),
        migrations.AddConstraint(
            model_name='lot',
            constraint=models.UniqueConstraint(fields=('design', 'customer'), name='one_lot_per_customer'),
        ),
        migrations.RunPython(guard, unguard, elidable=False),
    ]
