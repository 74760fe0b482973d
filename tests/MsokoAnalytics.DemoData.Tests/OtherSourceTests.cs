using System.Globalization;
using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>Class summaries, final marks, long lists and Excel 97 files, read back without the pipeline's own readers.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class OtherSourceTests(DemoWorld world)
{
    private static readonly string[] PeriodWords = ["1 четверть", "2 четверть", "3 четверть", "4 четверть", "Год", "Экзамен", "Итоговая"];

    [Fact]
    public void Class_summaries_take_their_three_forms()
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (file, sheets) in world.Books("journal"))
        {
            var sheet = Assert.Single(sheets);
            var texts = sheet.Rows.Values.SelectMany(c => c).OfType<string>().ToList();
            Assert.All(PeriodWords, p => Assert.Contains(texts, t => t == p || t == "Период: " + p));
            var headings = texts.Count(t => t.StartsWith("Сводная ведомость", StringComparison.Ordinal));
            forms.Add(headings > 1 ? "tables" : texts.Contains("Период", StringComparer.Ordinal) ? "column" : "under subjects");
            Assert.True(headings is 1 or 7, $"{file["file"]}: {headings} headings");
            Assert.Contains(texts, t => t.StartsWith("Классный руководитель: ", StringComparison.Ordinal));
        }

        // Years 2020, 2021, 2022 and 2024.
        Assert.Equal(["column", "tables", "under subjects"], forms.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_class_is_told_of_by_one_journal_file_only()
    {
        foreach (var (file, _) in world.Books("journal"))
        {
            // Другие источники/2023-2024/Журнал/edu880002/Сводная ведомость 9А.xlsx
            var parts = file["file"].Split('/');
            var className = Path.GetFileNameWithoutExtension(parts[^1]).Split(' ')[^1];
            var counts = world.Sheets(string.Join('/', parts[..^2]) + "/Отметки за периоды по классам.csv", "utf-8-bom ;");
            var rows = counts[0].Rows.Values.Where(r => r[0] == parts[^2]).ToList();
            Assert.NotEmpty(rows);
            Assert.DoesNotContain(rows, r => r[2] == className);
        }
    }

    [Fact]
    public void Final_marks_are_the_year_and_the_examination_taken_together()
    {
        var seen = 0;
        foreach (var file in world.Truth("files.csv").Rows.Select(f => f["file"]).Where(f => f.EndsWith("Отметки за периоды по ученикам.csv", StringComparison.Ordinal)))
        {
            var rows = world.Sheets(file, "windows-1251 ;")[0].Rows.Values.Skip(1).ToList();
            var marks = rows.ToDictionary(r => (Class: r[2], Subject: r[3], Period: r[4], Pupil: r[5]), r => r[6]);
            foreach (var ((name, subject, period, pupil), final) in marks)
            {
                if (period != "Итоговая") continue;
                Assert.StartsWith("9 ", name, StringComparison.Ordinal);
                var year = marks[(name, subject, "Год", pupil)];
                var exam = marks.GetValueOrDefault((name, subject, "Экзамен", pupil));
                Assert.Equal(subject is "Русский язык" or "Математика", exam is not null);
                seen++;
                if (!int.TryParse(year, CultureInfo.InvariantCulture, out var y) || !int.TryParse(exam, CultureInfo.InvariantCulture, out var e)) Assert.Equal(year, final);
                else Assert.Equal(Math.Round((y + e) / 2.0, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture), final);
            }
        }

        Assert.True(seen > 200, $"{seen} final marks");
    }

    [Fact]
    public void Counts_of_examinations_are_in_the_truth_of_the_mart()
    {
        var truth = world.Truth("marts/mart_journal_marks.csv").Rows;
        foreach (var period in new[] { "exam", "final" }) Assert.Contains(truth, r => r["period"] == period && r.Int("n4") > 0);
        Assert.Equal(["МА", "РУ"], truth.Where(r => r["period"] == "exam").Select(r => r["subject"]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lists_are_written_wide_in_one_year_and_long_in_another()
    {
        var headers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in world.Truth("files.csv").Rows.Where(f => f["kind"] == "table" && (f["file"].Contains("НОКО", StringComparison.Ordinal) || f["file"].Contains("необъективности", StringComparison.Ordinal))))
        {
            var header = world.Sheets(file["file"], file["format"])[0].Rows.Values.First(r => r.Contains("Логин", StringComparer.Ordinal)).OfType<string>().ToArray();
            var key = header.Contains("Критерий", StringComparer.Ordinal) ? "noko_long" : header.Contains("Комфортность условий", StringComparer.Ordinal) ? "noko_wide" : header.Contains("Маркер", StringComparer.Ordinal) ? "bias_long" : header.Contains("Количество маркеров", StringComparer.Ordinal) ? "bias_wide" : string.Join('|', header);
            if (!headers.TryGetValue(key, out var files)) headers.Add(key, files = []);
            files.Add(file["file"]);
        }

        // НОКО is held every third year: not in a world of 2020, 2021, 2022 and 2024 a second time.
        Assert.Equal(["bias_long", "bias_wide", "noko_wide"], headers.Keys.Order(StringComparer.Ordinal));
        // A long list states no number of markers.
        var truth = world.Truth("marts/mart_official_list.csv").Rows.Where(r => r["list"] == "bias").ToList();
        Assert.Contains(truth, r => r["n_markers_stated"].Length == 0);
        Assert.Contains(truth, r => r["n_markers_stated"] == r["n_markers_counted"]);
    }

    [Fact]
    public void The_second_cycle_of_noko_has_a_row_for_each_criterion()
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = 3, Years = [2021, 2024], SgoClasses = 0, CollectionFormSchools = 0 });
        var rows = Book.Csv(Path.Combine(summary.DataDir, "Другие источники/2023-2024/НОКО 2024.csv"), "windows-1251 ;").Rows.Values.ToList();
        Assert.Equal("Логин|Школа|Год|Критерий|Балл", string.Join('|', rows[0]));
        var written = rows.Skip(1).Select(r => (School: r[0]![3..], Score: r[4]!.Replace(',', '.'))).ToList();
        var truth = new TruthTable(Path.Combine(summary.TruthDir, "marts", "mart_noko.csv")).Rows;
        // A school merges with another in between.
        Assert.Equal(2 * 5, written.Count);
        Assert.Equal(truth.Where(r => r["year"] == "2024").Select(r => (r["scope_id"], r["score"])), written);
        Assert.Equal(3 * 5, truth.Count(r => r["year"] == "2021"));
        Assert.True(File.Exists(Path.Combine(summary.DataDir, "Другие источники/2020-2021/НОКО 2021.xlsx")));
    }

    [Theory]
    [InlineData(new[] { 2022 }, 1)]
    [InlineData(new[] { 2021, 2022 }, 2)]
    public void Descriptions_of_municipal_works_stand_only_beside_files_they_fit(int[] years, int descriptions)
    {
        using var folder = new TempFolder();
        var summary = DemoGenerator.Generate(new DemoOptions { OutDir = folder.FullName, Schools = 2, Years = years, SgoClasses = 0, CollectionFormSchools = 0 });
        var text = File.ReadAllText(Path.Combine(summary.DataDir, "МКР/сопоставление.yml"));
        Assert.Equal(descriptions, text.Split("описание: ").Length - 1);
        Assert.Equal(descriptions > 1, Directory.EnumerateFiles(Path.Combine(summary.DataDir, "МКР"), "Сводная_*.csv", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Workbooks_of_excel_97_have_the_parts_of_the_published_format()
    {
        var files = world.Truth("files.csv").Rows.Where(f => f["format"] == "xls").ToList();
        // Optional subjects, reserve days and September of 2021, 2022 and 2024.
        Assert.InRange(files.Count, 6, 9);
        foreach (var file in files)
        {
            Assert.Equal(".xls", Path.GetExtension(file["file"]));
            var sheet = Assert.Single(world.Sheets(file["file"], "xls"));
            var data = world.Truth("sheets.csv").Rows.Single(s => s["file"] == file["file"]);
            Assert.Equal(data.Int("title_rows") + data.Int("header_rows") + data.Int("data_rows"), sheet.Rows.Count);
            Assert.Equal("Код ОО", sheet.Rows.Values.First(r => r.Length > 1)[1]);
            Assert.Contains(sheet.Rows.Values, r => r[^1] == "Оценка");
        }
    }
}
