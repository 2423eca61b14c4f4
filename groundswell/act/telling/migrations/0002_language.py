from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("telling", "0001_initial")]

    operations = [
        migrations.AddField(
            "chataddress",
            "language",
            models.CharField(
                blank=True, help_text="Empty: the language of the team, or of the person.", max_length=20
            ),
        ),
        migrations.AddField(
            "tiding",
            "said",
            models.JSONField(
                default=dict, help_text="The same as a sentence with its parts, for other languages."
            ),
        ),
    ]
