using MsokoAnalytics.Intake.Tables;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Cells that are parts of a record and cells that are added one by one are the same to the reader of a row.</summary>
public sealed class RowBufferTests
{
    [Fact]
    public void PartsOfARecordAreCells()
    {
        var row = new RowBuffer();
        row.AddRecord("ab;\"c\"; ;\u00A0;;end"u8);
        row.AddPart(0, 2);
        row.Add("quo\"ted"u8);
        row.AddPart(4, 1);
        row.AddPart(7, 1);
        row.AddPart(9, 2);
        row.AddEmpty();
        row.AddPart(13, 3);
        Assert.Equal(["ab", "quo\"ted", "c", "", "", "", "end", ""], Enumerable.Range(0, 8).Select(row.Text));
        Assert.Equal(7, row.Count);
        Assert.False(row.IsBlank);
    }

    [Fact]
    public void TextIsLookedForBehindAColumn()
    {
        var row = new RowBuffer();
        row.AddRecord("a;b; "u8);
        row.AddPart(0, 1);
        row.AddPart(2, 1);
        row.AddPart(4, 1);
        row.AddEmpty();
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
        row.AddRecord(" ;\u202F;\uFEFF;\t"u8);
        row.AddPart(0, 1);
        row.AddPart(2, 3);
        row.AddPart(6, 3);
        row.AddPart(10, 1);
        Assert.True(row.IsBlank);
        Assert.Equal(4, row.Count);
    }
}
