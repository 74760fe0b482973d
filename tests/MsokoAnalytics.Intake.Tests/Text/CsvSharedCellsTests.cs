using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Tests.Text;

/// <summary>A row whose cells are partly known from the row before is the same row as one that is read alone.</summary>
public sealed class CsvSharedCellsTests : IDisposable
{
    /// <summary>Cells as they stand in a file: plain, empty, blank, quoted, with a separator or doubled quotes inside, beginning like each other.</summary>
    private static readonly string[] Cells = ["", "a", "ab", "abc", "\"ab\"", "\"a;b\"", "\"a\"\"b\"", "\"\"", " ", "я", "яя", "\" \""];
    private readonly TempFolder _folder = new();

    [Fact]
    public void Rows_are_the_same_whatever_was_read_before() => Prop.ForAll(
        Gen.Choose(0, Cells.Length - 1).ArrayOf(6).ArrayOf(40).ToArbitrary(),
        rows =>
        {
            // Every other row begins like the one before.
            for (var i = 1; i < rows.Length; i += 2) rows[i - 1].AsSpan(0, rows[i][0] % 6).CopyTo(rows[i]);
            var text = "1;2;3;4;5;6\n" + string.Concat(rows.Select(r => string.Join(';', r.Select(c => Cells[c])) + "\n"));
            Assert.Equal(Read(text, reused: false), Read(text, reused: true));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cells_before_the_first_difference_are_shared_and_a_row_left_out_shares_nothing()
    {
        using var reader = Open("школа;код;балл;ещё\nСОШ;1;2;3\nСОШ;1;5;3\nСОШ;12;5;3\n\nСОШ;12;5;3\nСОШ;12;5;3\n");
        var (row, shared) = (new RowBuffer(), new List<int>());
        var follower = default(RowFollower);
        while (reader.ReadRow(row))
            if (!row.IsBlank) shared.Add(follower.Follow(row));
        // «12» begins like «1»; of equal rows the last cell is not known to end where it did.
        Assert.Equal([0, 0, 2, 1, 0, 3], shared);
    }

    [Fact]
    public void A_row_that_was_changed_shares_nothing_with_the_next()
    {
        using var reader = Open("школа;код\nСОШ;1\nСОШ;1\nСОШ;1\n");
        var row = new RowBuffer();
        Assert.True(reader.ReadRow(row) && reader.ReadRow(row) && reader.ReadRow(row));
        Assert.Equal(1, row.Shared);
        row.Refill(["[похоже на ФИО]", "1"]);
        Assert.Equal(0, row.Shared);
        Assert.True(reader.ReadRow(row));
        Assert.Equal(0, row.Shared);
        Assert.Equal("СОШ", row.Text(0));
    }

    public void Dispose() => _folder.Dispose();

    private TableReader Open(string text)
    {
        var path = _folder.PathOf("rows.csv");
        File.WriteAllText(path, text, new UTF8Encoding(true));
        var reader = IntakeRun.Setup.Readers.Open(path);
        Assert.True(reader.NextSheet());
        return reader;
    }

    private List<string> Read(string text, bool reused)
    {
        using var reader = Open(text);
        var (row, before, rows) = (new RowBuffer(), Array.Empty<string>(), new List<string>());
        while (reader.ReadRow(row))
        {
            string[] cells = [.. Enumerable.Range(0, row.Count).Select(row.Text)];
            Assert.Equal(before.Take(row.Shared), cells.Take(row.Shared));
            before = cells;
            rows.Add($"{row.RowNumber}|{row.Damage}|{row.IsBlank}|{string.Join('|', cells)}|{string.Concat(Enumerable.Range(0, row.Count).Select(i => row.HasTextFrom(i) ? 1 : 0))}");
            if (!reused) row = new RowBuffer();
        }

        return rows;
    }
}
