from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('asking', '0002_the_bar_moves_to_the_customer'),
        ('customers', '0002_do_not_contact'),
    ]

    operations = [
        migrations.DeleteModel(
            name='DoNotContact',
        ),
    ]
