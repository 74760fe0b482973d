using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.DemoData.Tests.Reading;
using MsokoAnalytics.Testing;
using Xunit;

namespace MsokoAnalytics.DemoData.Tests;

/// <summary>The journal exports are laid out as the real ones and agree with the truth.</summary>
[Collection(DemoWorldTests.Name)]
public sealed class SgoTests(DemoWorld world)
{
    [Fact]
    public void Means_of_the_progress_report_are_those_of_its_cells()
    {
        var truth = world.Truth("sgo.csv").Rows.ToLookup(r => r["progress_file"]);
        var (rows, marks, hidden, widths) = (0, 0, 0, new HashSet<int>());
        foreach (var (file, sheets) in world.Books("sgo").Where(b => b.File["layout"] == "sgo_progress"))
        {
            var expected = truth[file["file"]].ToList();
            var next = 0;
            foreach (var (header, subjects) in Blocks(sheets[0], "Предмет", 1, 2))
            {
                var mean = Array.IndexOf(sheets[0].Rows[header], "Средняя оценка") + 1;
                widths.Add(mean);
                Assert.Equal("Средневзвешенный \n балл", sheets[0].Cell(header, mean + 1));
                Assert.Equal("Итоговая оценка за период", sheets[0].Cell(header, mean + 2));
                foreach (var row in subjects)
                {
                    var digits = Enumerable.Range(2, mean - 2).SelectMany(c => (sheets[0].Cell(row, c) ?? "").Where(char.IsAsciiDigit)).Select(c => c - '0').ToList();
                    var line = expected[next++];
                    Assert.Equal(line["subject"], sheets[0].Cell(row, 1));
                    Assert.Equal(line.Double("printed_mean"), digits.Count == 0 ? 0 : digits.Average(), 9);
                    Assert.Equal(line.Double("mean"), Number(sheets[0], row, mean), 9);
                    Assert.Equal(line["final"], sheets[0].Cell(row, mean + 2) ?? "0");
                    if (line["printed_mean"] != line["mean"]) hidden++;
                    rows++;
                    marks += digits.Count;
                }
            }

            Assert.Equal(expected.Count, next);
        }

        Assert.True(rows > 1000 && marks > 5000);
        Assert.True(widths.Count > 3, "the last columns do not move");
        Assert.InRange(hidden, 1, rows / 30);
    }

    [Fact]
    public void Cells_follow_the_grammar_of_the_real_export()
    {
        var cells = world.Books("sgo").Where(b => b.File["layout"] == "sgo_progress")
            .SelectMany(b => Blocks(b.Sheets[0], "Предмет", 1, 2).SelectMany(block => block.Subjects.SelectMany(row => DayCells(b.Sheets[0], block.Header, row)))).ToList();
        Assert.All(cells, c => Assert.Matches("^(|[НОБУ]( [НОБУ])?|([НОБУ]  ?){0,2}[0-5]([/ ] ?[0-5])?( Н)?)$", c));
        foreach (var form in new[] { "", "5", "3/3", "4 3", "Н", "Б", "О", "У", "О 4", "Б 3", "4 Н" }) Assert.Contains(form, cells);
        // Like the real one: every second lesson without a mark.
        Assert.InRange(cells.Count(c => c.Length == 0) / (double)cells.Count, 0.4, 0.6);
    }

    [Fact]
    public void Report_cards_hold_the_quarter_marks_and_repeat_the_fourth_quarter()
    {
        var truth = world.Truth("sgo.csv").Rows.ToLookup(r => r["card_file"]);
        foreach (var (file, sheets) in world.Books("sgo").Where(b => b.File["layout"] == "sgo_report_card"))
        {
            var next = 0;
            var expected = truth[file["file"]].ToList();
            foreach (var (_, subjects) in Blocks(sheets[0], "Предмет", 2, 4))
                foreach (var row in subjects)
                {
                    var line = expected[next++];
                    Assert.Equal(line["subject"], sheets[0].Cell(row, 2));
                    for (var q = 1; q <= 4; q++) Assert.Equal(line[$"q{q}"], sheets[0].Cell(row, 2 + 3 * q) ?? "0");
                    Assert.Equal(Math.Round(line.Double("mean"), 2), Number(sheets[0], row, 12), 9);
                    Assert.Equal(line["year"], sheets[0].Cell(row, 15) ?? "0");
                }

            Assert.Equal(expected.Count, next);
        }
    }

    [Fact]
    public void Marks_of_the_third_quarter_are_the_journal_marks_of_ВПР()
    {
        // The pupils of a class are shuffled and nameless, so the marks are compared as bags.
        var line = world.Truth("sgo.csv").Rows.First(r => r["subject"] == "Русский язык");
        var card = line["card_file"];
        var school = Regex.Match(card, @"edu(\d{6})").Groups[1].Value;
        var grade = Regex.Match(card, @"Табель (\d+)А").Groups[1].Value;
        var journal = world.Truth($"results/ВПР-2024-spring-0{grade}-РУ-base.csv").Rows.Where(r => r["school_id"] == school && r["class_label"] == "А" && r["journal_mark"] != "0").Select(r => r["journal_mark"]);
        var quarter = world.Truth("sgo.csv").Rows.Where(r => r["card_file"] == card && r["subject"] == "Русский язык").Select(r => r["q3"]).ToList();
        foreach (var mark in journal.GroupBy(m => m)) Assert.True(quarter.Count(q => q == mark.Key) >= mark.Count());
    }

    [Fact]
    public void Full_names_stand_in_half_of_the_exports()
    {
        var pupils = world.Books("sgo").ToDictionary(b => b.File["file"], b => b.Sheets[0].Rows.Values.Where(r => r.Length > 0 && r[0]?.StartsWith("Ученик: ", StringComparison.Ordinal) == true).Select(r => r[0]!).ToList(), StringComparer.Ordinal);
        Assert.Equal(8, pupils.Count);
        Assert.Equal(4, pupils.Values.Count(names => names.TrueForAll(n => Regex.IsMatch(n, @"^Ученик: Ученик \d\d$"))));
        Assert.Equal(4, pupils.Values.Count(names => names.TrueForAll(n => Regex.IsMatch(n, @"^Ученик: [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+ [А-ЯЁ][а-яё]+(ич|на)$"))));
    }

    [SharedFact]
    public void Blocks_are_laid_out_as_in_the_real_exports()
    {
        var progress = Book.Xlsx(SharedData.PathOf("data", "sgo_exports", "progress_report_8A.xlsx"))[0];
        var card = Book.Xlsx(SharedData.PathOf("data", "sgo_exports", "tabel_8A.xlsx"))[0];
        var ourProgress = world.Books("sgo").First(b => b.File["layout"] == "sgo_progress").Sheets[0];
        var ourCard = world.Books("sgo").First(b => b.File["layout"] == "sgo_report_card").Sheets[0];
        Assert.Equal(progress.Name, ourProgress.Name);
        foreach (var (real, ours, last) in new[] { (progress, ourProgress, 12), (card, ourCard, 14) })
            for (var row = 1; row <= last; row++)
                Assert.Equal(Shape(real, row), Shape(ours, row));
        for (var column = 1; column <= 18; column++)
            for (var row = 11; row <= 14; row++) Assert.Equal(card.Cell(row, column), ourCard.Cell(row, column));

        // From one header to the next: subjects, a gap, the legend, four lines of the next block.
        Assert.Equal(Distance(progress, "Предмет", 1), Distance(ourProgress, "Предмет", 1));
        Assert.Equal(Distance(card, "Предмет", 2), Distance(ourCard, "Предмет", 2));

        // The same ranges of the first block of the card; in the progress report those not of the day columns.
        Assert.Equal(card.Merges.Take(16).Order(StringComparer.Ordinal), ourCard.Merges.Take(16).Order(StringComparer.Ordinal));
        Assert.Equal(progress.Merges.Count(m => m.EndsWith("12", StringComparison.Ordinal)), ourProgress.Merges.Count(m => m.EndsWith("12", StringComparison.Ordinal)));
    }

    /// <summary>Which of the first cells of a row are filled, and the words before the colon.</summary>
    private static string Shape(BookSheet sheet, int row) => (sheet.Cell(row, 1) is { } text ? text.Split(':')[0] is var head && head.StartsWith("Муниц", StringComparison.Ordinal) ? "школа" : head : "-")
        + (sheet.Rows.ContainsKey(row) ? "" : " нет строки");

    /// <summary>Rows between the first two headers beside the subject rows.</summary>
    private static int Distance(BookSheet sheet, string header, int column)
    {
        var headers = sheet.Rows.Keys.Where(r => sheet.Cell(r, column) == header).Take(2).ToList();
        var subjects = Blocks(sheet, header, column, column == 1 ? 2 : 4).First().Subjects.Count;
        return headers[1] - headers[0] - subjects;
    }

    private static IEnumerable<(int Header, List<int> Subjects)> Blocks(BookSheet sheet, string header, int column, int headerRows)
    {
        foreach (var row in sheet.Rows.Keys.Where(r => sheet.Cell(r, column) == header))
        {
            var subjects = new List<int>();
            for (var r = row + headerRows; sheet.Cell(r, column) is not null; r++) subjects.Add(r);
            yield return (row, subjects);
        }
    }

    private static IEnumerable<string> DayCells(BookSheet sheet, int header, int row)
    {
        var mean = Array.IndexOf(sheet.Rows[header], "Средняя оценка");
        return sheet.Rows[row].Skip(1).Take(mean - 1).OfType<string>();
    }

    private static double Number(BookSheet sheet, int row, int column) => double.Parse(sheet.Cell(row, column)!, CultureInfo.InvariantCulture);
}
