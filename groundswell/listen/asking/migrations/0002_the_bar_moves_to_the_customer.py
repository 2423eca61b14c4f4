from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('asking', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='donotcontact',
            name='one_living_contact_ban_per_customer',
        ),
    ]
