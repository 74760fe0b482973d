using System.Text;
using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Tests.Reading;

/// <summary>Numbers of distinct cells, against a dictionary of the base library.</summary>
public sealed class ByteKeysTests
{
    [Fact]
    public void KeysAreNumberedLikeByADictionary()
    {
        var keys = new ByteKeys();
        var expected = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < 2; round++)
        {
            // Of every length up to 40, many that differ in one byte only, 5000 of them so that the table grows.
            for (var i = 0; i < 10_000; i++)
            {
                var text = new string('a', i % 41) + (i % 5000).ToString(System.Globalization.CultureInfo.InvariantCulture);
                var known = expected.TryGetValue(text, out var number);
                if (!known) expected[text] = number = expected.Count;
                Assert.Equal(number, keys.Add(Encoding.UTF8.GetBytes(text), out var isNew));
                Assert.Equal(!known, isNew);
            }

            keys.Clear();
            expected.Clear();
        }
    }

    [Fact]
    public void AnEmptyKeyAndOneOfZerosAreTwo()
    {
        var keys = new ByteKeys();
        Assert.Equal(0, keys.Add([], out _));
        Assert.Equal(1, keys.Add([0], out _));
        Assert.Equal(2, keys.Add([0, 0], out _));
        Assert.Equal(0, keys.Add([], out var isNew));
        Assert.False(isNew);
    }
}
