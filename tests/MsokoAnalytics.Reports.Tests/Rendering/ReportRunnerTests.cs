using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MsokoAnalytics.Reports.Data;
using MsokoAnalytics.Reports.Rendering;
using MsokoAnalytics.Reports.Tests.Samples;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.Reports.Tests.Rendering;

/// <summary>From a warehouse to PDF files, with the real worker.</summary>
public sealed partial class ReportRunnerTests
{
    private const int Schools = 6;

    private static SampleRegion Region() => new(schools: Schools, otherMunicipalities: 1, waves: [new(2021, WaveKey.Spring), new(2023, WaveKey.Spring)]);

    [Fact]
    public async Task Both_kinds_are_written_then_skipped_and_a_change_rewrites_only_what_it_touches()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());
        var options = new ReportOptions { OutDir = folder.FullName, Workers = 2 };
        var seen = new List<int>();

        var first = await ReportRunner.RunAsync(warehouse, options, new Listener(p => seen.Add(p.Done * 1000 + p.Total)));

        Assert.Equal(1 + Schools, first.Count);
        Assert.All(first, r => Assert.Equal(ReportStatus.Written, r.Status));
        Assert.Equal("municipality", first[0].Kind);
        Assert.Equal(folder.PathOf("2023-spring", "municipality-99_m007.pdf"), first[0].Path);
        Assert.Equal(folder.PathOf("2023-spring", "schools", "school-990001.pdf"), first[1].Path);
        Assert.Equal(Enumerable.Range(1, 1 + Schools).Select(i => (i * 1000) + 1 + Schools), seen);
        Assert.InRange(first[0].Pages, 4, 12);
        Assert.All(first.Skip(1), r => Assert.InRange(r.Pages, 3, 7));

        // A later run over the same data is no reason to write again.
        SampleDatabase.Execute(warehouse, "UPDATE ops.run SET run_id = 'прогон-2', finished_at = TIMESTAMP '2026-06-01 00:00:00'");
        var second = await ReportRunner.RunAsync(warehouse, options);
        Assert.All(second, r => Assert.Equal(ReportStatus.Skipped, r.Status));
        Assert.Equal(first.Select(r => r.Pages), second.Select(r => r.Pages));

        // One school's own figure: its card and the municipality's list change, the other cards don't.
        SampleDatabase.Execute(
            warehouse, "UPDATE marts.mart_work_results SET n4 = n4 + 1, n_writers = n_writers + 1 WHERE scope = 'school' AND scope_id = '990003' AND year = 2023 AND subject = 'РУ' AND grade = 4");
        File.AppendAllText(first[2].Path, "испорчен"); // and a file somebody has spoilt
        var third = await ReportRunner.RunAsync(warehouse, options);
        Assert.Equal(
            ["municipality-99_m007.pdf", "school-990002.pdf", "school-990003.pdf"],
            third.Where(r => r.Status == ReportStatus.Written).Select(r => Path.GetFileName(r.Path)));

        var forced = await ReportRunner.RunAsync(warehouse, options with { Force = true, Kinds = ["municipality"] });
        Assert.Equal(ReportStatus.Written, Assert.Single(forced).Status);
        Assert.Equal([ReportManifest.FileName], Directory.EnumerateFiles(folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_same_data_give_the_same_bytes_whichever_connection_reads_and_whichever_worker_draws_them()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());

        var alone = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = one.FullName, Workers = 1 });
        var together = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = two.FullName, Workers = 3, Connect = warehouse.Duplicate });

        foreach (var (a, b) in alone.Zip(together)) Assert.True(File.ReadAllBytes(a.Path).AsSpan().SequenceEqual(File.ReadAllBytes(b.Path)), Path.GetFileName(a.Path));
    }

    [Fact]
    public async Task A_kind_of_few_sections_is_printed_first_and_told_in_its_place()
    {
        using var folder = new TempFolder();
        using var assets = new FakeAssets();
        var kinds = Path.Combine(assets.Root, "kinds");
        var kind = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(kinds, "municipality.json")))!;
        (kind["order"], kind["file"], kind["sections"]) = (20, "short-{id}.pdf", new JsonArray("title", "marks", "notes"));
        await File.WriteAllTextAsync(Path.Combine(kinds, "short.json"), kind.ToJsonString());
        using var warehouse = SampleDatabase.With(Region());
        var printed = new List<string>();

        var results = await ReportRunner.RunAsync(
            warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, AssetsDir = assets.Root, Kinds = ["municipality", "short"] }, new Listener(p => printed.Add(p.Last.Kind)));

        Assert.Equal(["short", "municipality"], printed);
        Assert.Equal(["municipality", "short"], results.Select(r => r.Kind));
        Assert.All(results, r => Assert.Equal(ReportStatus.Written, r.Status));
    }

    [Fact]
    public async Task The_file_is_a_tagged_russian_pdf_a_2a_with_a_fixed_date_and_bookmarks()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"] });

        foreach (var result in results)
        {
            var bytes = File.ReadAllBytes(result.Path);
            Assert.StartsWith("%PDF-1.7", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            var objects = PackedPdf.Objects(bytes);
            // Every object that another one names is there.
            Assert.Empty(Reference().Matches(string.Concat(objects.Values)).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).Except(objects.Keys));
            var pdf = Encoding.Latin1.GetString(bytes) + string.Concat(objects.Values);
            Assert.Matches(@"pdfaid:part>\s*2\s*<", pdf);
            Assert.Matches(@"pdfaid:conformance>\s*A\s*<", pdf);
            Assert.Contains("/MarkInfo", pdf, StringComparison.Ordinal);
            Assert.Matches(@"/Lang \(ru", pdf);
            Assert.Contains("/Outlines", pdf, StringComparison.Ordinal);
            Assert.Contains("/Alt", pdf, StringComparison.Ordinal);
            // The day of the run in the sample, not of this test.
            Assert.Contains("<xmp:CreateDate>2026-05-14T00:00:00Z</xmp:CreateDate>", pdf, StringComparison.Ordinal);
            Assert.Equal(result.Pages, PageObject().Count(pdf));
        }
    }

    [PdfTextFact]
    public async Task The_text_has_the_conclusions_the_law_the_run_and_no_english_words()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, MunicipalityRecipient = "Начальнику управления Е. А. Комаровой" });

        foreach (var result in results.Take(3))
        {
            var text = await PdfText.OfAsync(result.Path);
            Assert.Contains("Краткие выводы", text, StringComparison.Ordinal);
            Assert.Contains("Использование результатов ВПР для оценки деятельности", text, StringComparison.Ordinal);
            Assert.Contains("прогон-1", text, StringComparison.Ordinal);
            Assert.Contains($"Страница {result.Pages} из {result.Pages}", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
            Assert.Contains("весна 2023", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
            var latin = LatinWord().Matches(text).Select(m => m.Value).Distinct().Except(["xlsx"], StringComparer.Ordinal);
            Assert.Empty(latin);
        }

        var summary = await PdfText.OfAsync(results[0].Path);
        Assert.Contains("Верхнереченский муниципальный округ", summary, StringComparison.Ordinal);
        Assert.Contains("Е. А. Комаровой", summary, StringComparison.Ordinal);
        Assert.Contains("м. гр.", summary, StringComparison.Ordinal);
    }

    [PdfTextFact]
    public async Task A_part_stands_there_once_with_its_sections_and_not_at_all_without_rows()
    {
        using var folder = new TempFolder();
        using var warehouse = SectionTables.Add(SampleDatabase.With(Region()));
        var options = new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"], Kinds = ["school"] };

        var without = await PdfText.OfAsync((await ReportRunner.RunAsync(warehouse, options)).Single().Path);
        warehouse.Rows(
            "marts.mart_trend",
            "'work', 'ВПР', 'spring', 'school', '990001', '99_m007', 'МА', 'base', 4, 'quality_pct', 5, 2019, 2023, 20, 40, 60, 5, -1, 10, NULL, 'рост', 2021, 12, 2, 22, 'шаг вверх', 'trend-1'");
        var again = (await ReportRunner.RunAsync(warehouse, options)).Single();
        var with = await PdfText.OfAsync(again.Path);

        Assert.DoesNotContain("Показатели и баллы", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Соседи по кластеру", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Тренды за", without, StringComparison.Ordinal);
        Assert.Equal(ReportStatus.Written, again.Status); // a new row of a section's mart is a change
        Assert.Single(Heading().Matches(with));
        Assert.Contains("+12,0 с 2021", with.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Equal(ReportStatus.Skipped, (await ReportRunner.RunAsync(warehouse, options)).Single().Status);
        var nothing = await Assert.ThrowsAsync<ReportException>(() => ReportRunner.RunAsync(warehouse, options with { Kinds = ["municipality", "какой-то"] }));
        Assert.StartsWith("Вида отчёта «какой-то» нет", nothing.Message, StringComparison.Ordinal);
        Assert.Empty(await ReportRunner.RunAsync(warehouse, options with { Kinds = ["score-sheet"] }));
    }

    [PdfTextFact]
    public async Task Chapters_tables_and_pictures_are_numbered_from_one_without_gaps()
    {
        using var folder = new TempFolder();
        using var warehouse = SectionTables.Add(SampleDatabase.With(Region()));

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"] });

        foreach (var result in results)
        {
            var text = (await PdfText.OfAsync(result.Path)).Replace('\u00A0', ' ');
            var found = Number().Matches(text).ToLookup(m => m.Groups["of"].Value, m => int.Parse(m.Groups["no"].Value, CultureInfo.InvariantCulture), StringComparer.Ordinal);
            foreach (var numbers in found) Assert.Equal(Enumerable.Range(1, numbers.Count()), numbers);
            Assert.True(found[string.Empty].Count() >= 4 && found["Таблица "].Count() >= 2, result.Kind);
            Assert.True(result.Kind != "municipality" || found["Рис. "].Any(), "no picture");
        }
    }

    [Fact]
    public async Task A_numbered_part_where_no_number_reaches_it_fails_the_report()
    {
        using var folder = new TempFolder();
        using var assets = new FakeAssets();
        using var warehouse = SampleDatabase.With(Region());
        var template = Path.Combine(assets.Root, "templates", "sections", "conclusions.typ");
        File.WriteAllText(template, File.ReadAllText(template).Replace("chapter[Краткие выводы]", "block(chapter[Краткие выводы])", StringComparison.Ordinal));

        var results = await ReportRunner.RunAsync(
            warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"], Kinds = ["school"], AssetsDir = assets.Root });

        var result = Assert.Single(results);
        Assert.Equal(ReportStatus.Failed, result.Status);
        Assert.Contains("номер дать некому", result.Error, StringComparison.Ordinal);
    }

    [PdfTextFact]
    public async Task A_long_name_of_a_school_is_printed_in_full_on_its_card()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());
        SampleDatabase.Execute(warehouse, "UPDATE core.dim_school SET school_name = 'Муниципальное бюджетное общеобразовательное учреждение \"Средняя общеобразовательная школа № 1 с углублённым изучением отдельных предметов имени дважды Героя Советского Союза Александра Ивановича Покрышкина\" Верхнереченского муниципального округа' WHERE school_id = '990001'");

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, SchoolIds = ["990001"], Kinds = ["school"] });

        var words = Spaces().Replace(await PdfText.OfAsync(results[0].Path), " ");
        Assert.Contains("имени дважды Героя Советского Союза Александра Ивановича Покрышкина» Верхнереченского муниципального округа", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wave_can_be_chosen_and_a_wave_without_results_is_named()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());

        var chosen = await ReportRunner.RunAsync(
            warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, Year = 2021, Kinds = ["school"], SchoolIds = ["990002"] });
        var error = await Assert.ThrowsAsync<ReportException>(() =>
            ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Year = 2022, Wave = "autumn" }));

        Assert.Equal(folder.PathOf("2021-spring", "schools", "school-990002.pdf"), Assert.Single(chosen).Path);
        Assert.Equal("Результатов ВПР осени 2022 года в хранилище нет.", error.Message);
    }

    [Fact]
    public async Task A_school_that_skipped_the_newest_wave_gets_a_card_of_its_own_newest()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());
        SampleDatabase.Execute(warehouse, "DELETE FROM marts.mart_work_results WHERE scope = 'school' AND scope_id = '990004' AND year = 2023");

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, Kinds = ["school"], SchoolIds = ["990003", "990004"] });

        Assert.Equal(["2023-spring", "2021-spring"], results.Select(r => Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(r.Path)))));
        Assert.All(results, r => Assert.Equal(ReportStatus.Written, r.Status));
    }

    [Fact]
    public async Task A_warehouse_without_marts_is_told_what_to_do()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.Empty();
        SampleDatabase.Execute(warehouse, "DROP TABLE marts.mart_task_results");

        var error = await Assert.ThrowsAsync<ReportException>(() => ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName }));

        Assert.StartsWith("В хранилище нет таблиц marts.mart_task_results", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_warehouse_has_no_reports()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.Empty();

        var error = await Assert.ThrowsAsync<ReportException>(() => ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName }));

        Assert.StartsWith("В хранилище нет результатов ВПР", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_template_fails_its_report_and_not_the_others()
    {
        using var folder = new TempFolder();
        using var assets = new FakeAssets();
        File.AppendAllText(Path.Combine(assets.Root, "templates", "sections", "waves.typ"), "\n#нет-такой-функции()\n");
        using var warehouse = SampleDatabase.With(Region());

        var results = await ReportRunner.RunAsync(warehouse, new ReportOptions { OutDir = folder.FullName, Workers = 1, AssetsDir = assets.Root, SchoolIds = ["990001"], Kinds = ["municipality", "school-full"] });

        Assert.Equal([ReportStatus.Written, ReportStatus.Failed], results.Select(r => r.Status));
        Assert.StartsWith("отчёт «school-full»: ", results[1].Error, StringComparison.Ordinal);
        Assert.False(File.Exists(results[1].Path));
    }

    [Fact]
    public async Task Cancelling_keeps_the_finished_reports_and_the_next_run_goes_on_from_there()
    {
        using var folder = new TempFolder();
        using var warehouse = SampleDatabase.With(Region());
        using var cancel = new CancellationTokenSource();
        var options = new ReportOptions { OutDir = folder.FullName, Workers = 1 };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReportRunner.RunAsync(warehouse, options, new Listener(p => { if (p.Done == 2) cancel.Cancel(); }), cancel.Token));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder.FullName), e => Path.GetFileName(e).StartsWith('.'));
        var written = Directory.EnumerateFiles(folder.FullName, "*.pdf", SearchOption.AllDirectories).ToList();
        var results = await ReportRunner.RunAsync(warehouse, options);

        Assert.InRange(written.Count, 2, Schools);
        Assert.Equal(written.Order(StringComparer.Ordinal), results.Where(r => r.Status == ReportStatus.Skipped).Select(r => r.Path).Order(StringComparer.Ordinal));
        Assert.Equal(1 + Schools, results.Count);
    }

    [GeneratedRegex(@"(?<![\d.])(\d+) 0 R\b")]
    private static partial Regex Reference();

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PageObject();

    /// <summary>Three Latin letters in a row; «n» is a symbol.</summary>
    [GeneratedRegex("[A-Za-z]{3,}")]
    private static partial Regex LatinWord();

    [GeneratedRegex(@"\d+\. Динамика")]
    private static partial Regex Heading();

    // A chapter, «Таблица 1. …», «Рис. 1. …».
    [GeneratedRegex(@"^ {0,3}((?<of>Таблица |Рис\. )(?<no>\d+)\. \S|(?<of>)(?<no>\d+)\. [А-Я][^.]*$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed class Listener(Action<ReportProgress> told) : IProgress<ReportProgress>
    {
        public void Report(ReportProgress value) => told(value);
    }
}
