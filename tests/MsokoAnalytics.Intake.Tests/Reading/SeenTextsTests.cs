using System.Globalization;
using System.Text;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>«Seen» decides which rows are compared with each other: a «no» too many would let a repeated code pass.</summary>
public sealed class SeenTextsTests
{
    [Fact]
    public void WhatHasComeBeforeIsSeenAndPlainNewTextsAreNot()
    {
        var seen = new SeenTexts();
        for (var sheet = 0; sheet < 2; sheet++)
        {
            for (var group = 0; group < 3; group++)
            for (var i = 0; i < 20_000; i++)
                Assert.False(seen.Add(group, Code(i)));
            for (var group = 0; group < 3; group++)
            for (var i = 0; i < 20_000; i++)
                Assert.True(seen.Add(group, Code(i)));
            seen.StartSheet();
        }
    }

    [Theory]
    [InlineData(" 70063")]
    [InlineData("70063 ")]
    [InlineData("70063\t")]
    [InlineData("70063\u00A0")]
    [InlineData("70063\u001F1")]
    public void ATextThatTypingMayTrimCountsAsSeen(string text) => Assert.True(new SeenTexts().Add(0, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void AnEmptyCellIsNoText()
    {
        var seen = new SeenTexts();
        Assert.False(seen.Add(0, []));
        Assert.False(seen.Add(0, []));
    }

    private static byte[] Code(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
