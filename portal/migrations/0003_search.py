"""The database function of the search indexes, and the indexes themselves (decision 0006)."""

import django.contrib.postgres.indexes
import portal.models.search
from django.db import migrations, models
from portal.search.function import create_function, drop_function


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0002_glossary'),
    ]

    operations = [
        migrations.RunPython(create_function, drop_function),
        migrations.AddIndex(
            model_name='area',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.models.search.TextArray()), name='area_search'),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('title_zh', 'title_en'), portal.models.search.TextArray(), portal.models.search.TextArray('detail_zh', 'detail_en', 'due_printed_zh', 'due_printed_en')), name='commitment_search'),
        ),
        migrations.AddIndex(
            model_name='department',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('name_zh', 'name_en'), portal.models.search.TextArray(), portal.models.search.TextArray('note_zh', 'note_en')), name='department_search'),
        ),
        migrations.AddIndex(
            model_name='facility',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.models.search.TextArray('address_zh', 'address_en', 'hours_zh', 'hours_en', 'note_zh', 'note_en', 'phone')), name='facility_search'),
        ),
        migrations.AddIndex(
            model_name='glossaryterm',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.models.search.TextArray('explanation_zh', 'explanation_en')), name='glossary_search'),
        ),
        migrations.AddIndex(
            model_name='indicator',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('name_zh', 'name_en'), portal.models.search.TextArray(), portal.models.search.TextArray('definition_zh', 'definition_en', 'code')), name='indicator_search'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray(), portal.models.search.TextArray(), portal.models.search.TextArray('as_printed', 'note_zh', 'note_en')), name='observation_search'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('question_zh', 'question_en'), portal.models.search.TextArray(), portal.models.search.TextArray('answer_zh', 'answer_en', 'outlet_zh', 'outlet_en', 'speaker_zh', 'speaker_en')), name='question_search'),
        ),
        migrations.AddIndex(
            model_name='release',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('title_zh', 'title_en'), portal.models.search.TextArray(), portal.models.search.TextArray('summary_zh', 'summary_en', 'issuing_body_zh', 'issuing_body_en', 'index_number')), name='release_search'),
        ),
        migrations.AddIndex(
            model_name='section',
            index=django.contrib.postgres.indexes.GinIndex(portal.models.search.SearchVector(portal.models.search.TextArray('title_zh', 'title_en'), portal.models.search.TextArray(), portal.models.search.TextArray('summary_zh', 'summary_en')), name='section_search'),
        ),
    ]
