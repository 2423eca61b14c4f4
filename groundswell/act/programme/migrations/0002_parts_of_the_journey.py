from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0001_initial'),
        ('programme', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='stage',
            name='parts',
            field=models.ManyToManyField(blank=True, db_table='programme_stage_part', help_text='Parts of the journey, each with all its touchpoints.', related_name='+', to='journeys.stage'),
        ),
        migrations.AlterField(
            model_name='stage',
            name='touchpoints',
            field=models.ManyToManyField(blank=True, db_table='programme_stage_touchpoint', related_name='+', to='journeys.touchpoint'),
        ),
    ]
