using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Cells that are parts of a record and cells that are added one by one are the same to the reader of a row.</summary>
public sealed class RowBufferTests
{
    [Fact]
    public void PartsOfARecordAreCells()
    {
        var row = Row("ab;\"c\"; ;\u00A0;;end", 8, "quo\"ted", (0, 0, 2), (2, 4, 1), (3, 7, 1), (4, 9, 2), (5, 0, 0), (6, 13, 3), (7, 0, 0));
        Assert.Equal(["ab", "quo\"ted", "c", "", "", "", "end", ""], Enumerable.Range(0, 8).Select(row.Text));
        Assert.Equal(8, row.Count);
        Assert.False(row.IsBlank);
        row.PartsOf(5, 9, out var starts, out var ends);
        Assert.Equal("end", System.Text.Encoding.UTF8.GetString(row.Bytes[starts[1]..ends[1]]));
        Assert.Equal(3, starts.Length);
        row.PartsOf(8, 2, out starts, out _);
        Assert.True(starts.IsEmpty);
    }

    [Fact]
    public void ARecordTakesThePlaceOfTheRowBefore()
    {
        var row = new RowBuffer { Damage = "csv.quotes" };
        row.Add("left"u8);
        var parts = row.AddRecord("a"u8, 1, null);
        parts.Set(0, "a"u8, 0);
        parts.End();
        Assert.Equal("a", row.Text(0));
        Assert.Equal(1, row.Count);
        Assert.Null(row.Damage);
    }

    [Fact]
    public void TextIsLookedForBehindAColumn()
    {
        var row = Row("a;b; ", 4, "b", (0, 0, 1), (2, 4, 1), (3, 0, 0));
        Assert.True(row.HasTextFrom(0));
        Assert.True(row.HasTextFrom(1));
        Assert.False(row.HasTextFrom(2));
        Assert.False(row.HasTextFrom(int.MaxValue));
        row.Clear();
        Assert.True(row.IsBlank);
        Assert.False(row.HasTextFrom(0));
    }

    [Fact]
    public void ARecordOfBlanksIsBlank()
    {
        var row = new RowBuffer();
        var parts = row.AddRecord(" ;\u202F;\uFEFF;\t"u8, 4, null);
        parts.Set(0, " "u8, 0);
        parts.Set(1, "\u202F"u8, 2);
        parts.Set(2, "\uFEFF"u8, 6);
        parts.Set(3, "\t"u8, 10);
        parts.End();
        Assert.True(row.IsBlank);
        Assert.Equal(4, row.Count);
    }

    /// <param name="record">The record.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="second">The text of the second cell, which is not in the record as it stands.</param>
    /// <param name="parts">Place, first byte and bytes of the others.</param>
    private static RowBuffer Row(string record, int cells, string second, params (int Cell, int Start, int Length)[] parts)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(record);
        var row = new RowBuffer();
        var told = row.AddRecord(bytes, cells, null);
        told.Set(parts[0].Cell, bytes.AsSpan(parts[0].Start, parts[0].Length), parts[0].Start);
        told.SetOther(1, System.Text.Encoding.UTF8.GetBytes(second));
        foreach (var (cell, start, length) in parts[1..]) told.Set(cell, bytes.AsSpan(start, length), start);
        told.End();
        return row;
    }
}
