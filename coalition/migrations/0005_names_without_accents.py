"""A name is found without its accents, and when a letter is wrong."""

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("coalition", "0004_robots")]

    operations = [TrigramExtension(), UnaccentExtension()]
