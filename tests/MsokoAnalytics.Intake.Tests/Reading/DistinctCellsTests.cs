using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Intake.Loading;
using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Combinations of cells, short ones as two words and long ones as bytes, are numbered as a dictionary of the cells themselves numbers them.</summary>
public sealed class DistinctCellsTests
{
    /// <summary>Few different cells, so that combinations come again; lengths around those where a key changes its form.</summary>
    private static readonly string[] Cells = ["", "1", "2", "\0", "12", "ж", "125", "1234567", "12345678", "МБОУ «СОШ № 1»", new('x', 254), new('x', 255), new('x', 300)];

    [Fact]
    public void Numbers_are_those_of_a_dictionary() => Prop.ForAll(
        Gen.Choose(0, Cells.Length - 1).ArrayOf(6).ArrayOf(60).ArrayOf(3).ToArbitrary(),
        sheets =>
        {
            var cells = new DistinctCells();
            var texts = new Dictionary<string, int>(StringComparer.Ordinal);
            var next = 0;
            foreach (var sheet in sheets)
            {
                // The third field is not in the sheet.
                int[] columns = [0, 1, -1, 2, 3, 4, 5];
                // Sheets that say the same share their texts.
                var context = sheet[0][0] % 2 == 0 ? "22" : null;
                cells.StartSheet(columns, [context, "м"]);
                var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
                int[] before = [];
                foreach (var drawn in sheet)
                {
                    // Many rows are like the one before.
                    var told = drawn[0] % 3 == 0 && before.Length > 0 ? before : drawn;
                    // As many cells as the reader may have told the same.
                    var shared = told.Zip(before).TakeWhile(c => c.First == c.Second).Count();
                    before = told;
                    var row = new RowBuffer();
                    foreach (var cell in told) row.Add(Encoding.UTF8.GetBytes(Cells[cell]));
                    var key = string.Join("|", Enumerable.Range(0, told.Length).Select(i => $"{row[i].Length}:{row.Text(i)}"));
                    var expectedNew = numbers.TryAdd(key, next);
                    if (expectedNew) next++;
                    Assert.Equal(numbers[key], cells.NumberOf(row, -1, shared, out var isNew));
                    Assert.Equal(expectedNew, isNew);
                    if (!isNew) continue;
                    var newText = texts.TryAdd(context + "/" + key, texts.Count);
                    Assert.Equal((texts[context + "/" + key], newText), cells.Text);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hidden_cell_is_an_empty_one()
    {
        var cells = new DistinctCells();
        cells.StartSheet([0, 1], []);
        Assert.Equal(0, cells.NumberOf(Row("1", "2"), -1, 0, out _));
        Assert.Equal(1, cells.NumberOf(Row("1", "2"), 1, 0, out var isNew));
        Assert.True(isNew);
        Assert.Equal(1, cells.NumberOf(Row("1", ""), -1, 0, out isNew));
        Assert.False(isNew);
        Assert.Equal(0, cells.NumberOf(Row("1", "2"), -1, 0, out _));
    }

    private static RowBuffer Row(params string[] cells)
    {
        var row = new RowBuffer();
        foreach (var cell in cells) row.Add(Encoding.UTF8.GetBytes(cell));
        return row;
    }
}
