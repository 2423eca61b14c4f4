from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('council', '0009_kinds_are_named'),
    ]

    operations = [
        migrations.AddField(
            model_name='vote',
            name='counts',
            field=models.BooleanField(default=True, help_text='Not where its seat was empty by the decision.'),
        ),
    ]
