"""Reports of more than one corridor, in a language, due, withdrawn; answered comments; wordings and logos of the office."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_files_in_pieces'),
        ('corridors', '0001_initial'),
        ('reports', '0002_paper_review'),
        ('standards', '0009_search_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(choices=[('BN', 'Brunei Darussalam'), ('KH', 'Cambodia'), ('ID', 'Indonesia'), ('LA', 'Lao PDR'), ('MY', 'Malaysia'), ('MM', 'Myanmar'), ('PH', 'Philippines'), ('SG', 'Singapore'), ('TH', 'Thailand'), ('TL', 'Timor-Leste'), ('VN', 'Viet Nam')], max_length=2, verbose_name='country')),
                ('name', models.CharField(max_length=120, verbose_name='whose logo')),
                ('position', models.PositiveIntegerField(default=0)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'logo',
                'ordering': ['country', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(choices=[('BN', 'Brunei Darussalam'), ('KH', 'Cambodia'), ('ID', 'Indonesia'), ('LA', 'Lao PDR'), ('MY', 'Malaysia'), ('MM', 'Myanmar'), ('PH', 'Philippines'), ('SG', 'Singapore'), ('TH', 'Thailand'), ('TL', 'Timor-Leste'), ('VN', 'Viet Nam')], max_length=2, verbose_name='country')),
                ('kind', models.CharField(choices=[('gap_analysis', 'Gap analysis report'), ('paper_review', 'Paper review check-list'), ('volume', 'Merged volume'), ('progress', 'Progress report'), ('editions', 'Comparison of two editions')], max_length=20, verbose_name='kind')),
                ('language', models.CharField(choices=[('en', 'English'), ('th', 'Thai'), ('km', 'Khmer'), ('lo', 'Lao'), ('my', 'Burmese')], default='en', max_length=2, verbose_name='language')),
                ('subtitle', models.CharField(blank=True, max_length=200, verbose_name='line below the title')),
                ('marking', models.CharField(blank=True, max_length=160, verbose_name='confidentiality marking')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('recommendations', models.TextField(blank=True, verbose_name='words before the recommendations')),
                ('parts', models.JSONField(blank=True, default=list)),
                ('hidden', models.JSONField(blank=True, default=list)),
                ('show_logos', models.BooleanField(default=False, verbose_name='logos on the cover')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'wording',
                'ordering': ['country', 'kind', 'language'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_state_known',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='reportfile',
            name='report_file_format_known',
        ),
        migrations.AddField(
            model_name='report',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='due on'),
        ),
        migrations.AddField(
            model_name='report',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('th', 'Thai'), ('km', 'Khmer'), ('lo', 'Lao'), ('my', 'Burmese')], default='en', max_length=2, verbose_name='language of the report'),
        ),
        migrations.AddField(
            model_name='report',
            name='newer_edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition'),
        ),
        migrations.AddField(
            model_name='report',
            name='older_edition',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='standards.edition'),
        ),
        migrations.AddField(
            model_name='report',
            name='pilot',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='corridors.pilot'),
        ),
        migrations.AddField(
            model_name='report',
            name='receiving_country',
            field=models.CharField(choices=[('BN', 'Brunei Darussalam'), ('KH', 'Cambodia'), ('ID', 'Indonesia'), ('LA', 'Lao PDR'), ('MY', 'Malaysia'), ('MM', 'Myanmar'), ('PH', 'Philippines'), ('SG', 'Singapore'), ('TH', 'Thailand'), ('TL', 'Timor-Leste'), ('VN', 'Viet Nam')], default='', max_length=2),
        ),
        migrations.AddField(
            model_name='report',
            name='sending_country',
            field=models.CharField(blank=True, choices=[('BN', 'Brunei Darussalam'), ('KH', 'Cambodia'), ('ID', 'Indonesia'), ('LA', 'Lao PDR'), ('MY', 'Malaysia'), ('MM', 'Myanmar'), ('PH', 'Philippines'), ('SG', 'Singapore'), ('TH', 'Thailand'), ('TL', 'Timor-Leste'), ('VN', 'Viet Nam')], max_length=2),
        ),
        migrations.AddField(
            model_name='report',
            name='supersedes',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='reports.report'),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawal_asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawal_asked_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawal_reason',
            field=models.TextField(blank=True, verbose_name='reason for withdrawing'),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportcomment',
            name='answer',
            field=models.TextField(blank=True, verbose_name='answer'),
        ),
        migrations.AddField(
            model_name='reportcomment',
            name='answered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='reportcomment',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportcomment',
            name='is_settled',
            field=models.BooleanField(default=False, verbose_name='settled'),
        ),
        migrations.AddField(
            model_name='reportcomment',
            name='row',
            field=models.CharField(blank=True, max_length=80, verbose_name='row'),
        ),
        migrations.AlterField(
            model_name='report',
            name='corridor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='corridors.corridor'),
        ),
        migrations.AlterField(
            model_name='report',
            name='kind',
            field=models.CharField(choices=[('gap_analysis', 'Gap analysis report'), ('paper_review', 'Paper review check-list'), ('volume', 'Merged volume'), ('progress', 'Progress report'), ('editions', 'Comparison of two editions')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='report',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('internal_check', 'Internal check'), ('country_reply', 'Country reply'), ('ilo_review', 'ILO review'), ('returned', 'Returned'), ('accepted', 'Accepted'), ('published', 'Published'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], default='draft', max_length=16),
        ),
        migrations.AlterField(
            model_name='reportfile',
            name='format',
            field=models.CharField(choices=[('pdf', 'PDF'), ('docx', 'DOCX'), ('xlsx', 'XLSX')], max_length=6),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'internal_check', 'country_reply', 'ilo_review', 'returned', 'accepted', 'published', 'superseded', 'withdrawn'])), name='report_state_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['gap_analysis', 'paper_review', 'volume', 'progress', 'editions'])), name='report_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['pdf', 'docx', 'xlsx'])), name='report_file_format_known'),
        ),
        migrations.AddField(
            model_name='logo',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='logo',
            name='stored',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile'),
        ),
        migrations.AddField(
            model_name='wording',
            name='changed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('country', 'kind', 'language'), name='wording_once_per_kind_and_language'),
        ),
    ]
