from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.AddField(
            "person",
            "language",
            models.CharField(
                blank=True, help_text="In which they are told; empty: the language of their unit.", max_length=20
            ),
        ),
        migrations.AddField(
            "unit",
            "language",
            models.CharField(
                blank=True,
                help_text="In which its people are told; empty: as the unit above it.",
                max_length=20,
            ),
        ),
    ]
