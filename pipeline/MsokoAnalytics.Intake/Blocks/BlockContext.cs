using System.Globalization;
using System.Text.RegularExpressions;
using MsokoAnalytics.Intake.Layouts;

namespace MsokoAnalytics.Intake.Blocks;

/// <summary>Label rows of a pupil's block. The pupil's name is never read: the block's ordinal stands for the pupil.</summary>
internal sealed class BlockContext
{
    private readonly Dictionary<string, Regex> _labels;

    public BlockContext(LayoutBlocks layout) => _labels = layout.Labels.ToDictionary(
        l => l.Key, l => new Regex(l.Value, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)), StringComparer.Ordinal);

    public int PupilNo { get; private set; }

    public string? AcademicYear { get; private set; }

    public string? ClassLabel { get; private set; }

    /// <summary>Code of the period that a label names, see <see cref="JournalPeriod"/>; null when none does.</summary>
    public string? PeriodName { get; private set; }

    public DateOnly? From { get; private set; }

    public DateOnly? To { get; private set; }

    public void ForgetPeriod() => PeriodName = null;

    /// <summary>Whether the text is a label row; nothing is kept of it.</summary>
    public bool IsLabel(string text) => _labels.Values.Any(p => p.IsMatch(HeaderText.OneLine(text)));

    /// <summary>Whether the text is a label row; its value is kept.</summary>
    public bool Read(string text)
    {
        foreach (var (key, pattern) in _labels)
        {
            if (pattern.Match(HeaderText.OneLine(text)) is not { Success: true } m) continue;
            switch (key)
            {
                case "year":
                    // 2024/2025 → 2024/25, as everywhere else.
                    AcademicYear = m.Groups["v"].Value[..5] + m.Groups["v"].Value[^2..];
                    break;
                case "class":
                    ClassLabel = m.Groups["v"].Value.Trim();
                    break;
                case "period":
                    (From, To) = (Date(m.Groups["from"].Value), Date(m.Groups["to"].Value));
                    break;
                case "period_name":
                    PeriodName = JournalPeriod.Parse(m.Groups["v"].Value) ?? PeriodName;
                    break;
                case "pupil":
                    PupilNo++;
                    break;
            }

            return true;
        }

        return false;
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, ["dd.MM.yy", "dd.MM.yyyy", "d.MM.yy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
