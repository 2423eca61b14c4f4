from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0003_rated_of'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='is_owed',
            field=models.BooleanField(default=False),
        ),
    ]
