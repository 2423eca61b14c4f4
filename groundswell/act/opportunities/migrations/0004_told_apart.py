from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0003_nearly_everybody'),
    ]

    operations = [
        migrations.AddField(
            model_name='place',
            name='not_apart',
            field=models.CharField(default='', help_text='From which theme it cannot be told, and why.', max_length=400),
        ),
        migrations.AddField(
            model_name='place',
            name='is_of_place',
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveField(model_name='place', name='effort_low'),
        migrations.RemoveField(model_name='place', name='effort_high'),
        migrations.RemoveField(model_name='place', name='solvable_low'),
        migrations.RemoveField(model_name='place', name='solvable_high'),
    ]
