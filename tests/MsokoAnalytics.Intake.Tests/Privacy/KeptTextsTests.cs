using System.Globalization;
using System.Text;
using MsokoAnalytics.Intake.Privacy;

namespace MsokoAnalytics.Intake.Tests.Privacy;

/// <summary>A text that was looked through is not looked through again; a «yes» too many would let a personal number or a name pass.</summary>
public sealed class KeptTextsTests
{
    private static readonly CellShape Figure = new(null, null, Rejects: false, Words: true, Redact: false);

    [Fact]
    public void What_may_stand_in_one_sort_of_column_may_not_therefore_stand_in_another()
    {
        var kept = new KeptTexts();
        kept.Of(Figure, true, "школа").Add("Иванова"u8);
        Assert.True(kept.Of(Figure with { }, true, "школа").Contains("Иванова"u8));
        Assert.False(kept.Of(Figure, true, "школа").Contains("Иванов"u8));
        Assert.False(kept.Of(Figure with { Rejects = true }, true, "школа").Contains("Иванова"u8));
        Assert.False(kept.Of(null, true, "школа").Contains("Иванова"u8));
        Assert.False(kept.Of(Figure, false, "школа").Contains("Иванова"u8));
        Assert.False(kept.Of(Figure, true, "код").Contains("Иванова"u8));
    }

    [Fact]
    public void However_many_texts_come_only_those_that_were_kept_are_known()
    {
        var texts = new KeptTexts().Of(null, true, "");
        for (var i = 0; i < 50_000; i++)
        {
            Assert.False(texts.Contains(Text(i)));
            texts.Add(Text(i));
            Assert.True(texts.Contains(Text(i)));
        }

        // Memory is bounded: the first ones have been forgotten, which only means that they are looked through again.
        Assert.False(texts.Contains(Text(0)));
    }

    [Fact]
    public void A_note_is_not_remembered()
    {
        var texts = new KeptTexts().Of(null, true, "");
        var note = Encoding.UTF8.GetBytes(new string('я', 200));
        texts.Add(note);
        Assert.False(texts.Contains(note));
    }

    private static byte[] Text(int i) => Encoding.UTF8.GetBytes("edu" + i.ToString("000000", CultureInfo.InvariantCulture));
}
