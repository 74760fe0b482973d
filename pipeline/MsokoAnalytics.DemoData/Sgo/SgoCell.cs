using System.Globalization;
using MsokoAnalytics.DemoData.Randomness;

namespace MsokoAnalytics.DemoData.Sgo;

/// <summary>The grammar of a journal cell: marks, two marks joined by a slash or blanks, absence letters before or after.</summary>
internal static class SgoCell
{
    /// <summary>Draws the text of one lesson and adds its marks.</summary>
    public static string Draw(double level, bool ill, List<int> marks, ref KeyedRandom random)
    {
        if (ill && !random.Chance(0.05)) return "Б";
        var u = random.NextDouble();
        if (!ill)
        {
            switch (u)
            {
                case < 0.52: return "";
                case < 0.60: return "Н";
                case < 0.62: return "О";
                case < 0.63: return "У";
                case < 0.6305: return "Н Н";
                case < 0.632:
                    marks.Add(0);
                    return "0";
            }
        }

        var first = Add(level, marks, ref random);
        var kind = random.NextDouble();
        return (ill, kind) switch
        {
            (true, < 0.7) => $"Б {first}",
            (true, < 0.9) => $"Б  {first}/{Add(level, marks, ref random)}",
            (true, _) => $"Б Б {first}",
            (_, < 0.85) => first,
            (_, < 0.91) => $"{first}/{Add(level, marks, ref random)}",
            (_, < 0.94) => $"{first} {Add(level, marks, ref random)}",
            (_, < 0.955) => $"{first}  {Add(level, marks, ref random)}",
            (_, < 0.975) => $"О {first}",
            (_, < 0.985) => $"Н {first}/{Add(level, marks, ref random)}",
            (_, < 0.993) => $"{first} Н",
            _ => $"У {first}",
        };
    }

    public static int Mark(double level, ref KeyedRandom random) => (int)Math.Clamp(Math.Round(level + 0.8 * random.NextNormal()), 2, 5);

    private static string Add(double level, List<int> marks, ref KeyedRandom random)
    {
        var mark = Mark(level, ref random);
        marks.Add(mark);
        return mark.ToString(CultureInfo.InvariantCulture);
    }
}
