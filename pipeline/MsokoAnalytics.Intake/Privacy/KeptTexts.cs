using MsokoAnalytics.Intake.Loading;

namespace MsokoAnalytics.Intake.Privacy;

/// <summary>
/// Texts that may be kept as they stand, by what was asked of them: names of schools and municipalities come back in every sheet, and each is looked through once.
/// Held in memory only, and not more than some thousands of each.
/// </summary>
internal sealed class KeptTexts
{
    private const int Most = 1 << 13;

    /// <summary>Longer texts are notes, which do not repeat.</summary>
    private const int Longest = 256;
    private readonly Dictionary<(CellShape? Shape, bool IsRead, string Header), Texts> _texts = [];

    /// <summary>The texts that may stand in a column.</summary>
    /// <param name="shape">What its cells may be; null for free text.</param>
    /// <param name="isRead">Whether the column has a meaning.</param>
    /// <param name="header">The normalised header.</param>
    public Texts Of(CellShape? shape, bool isRead, string header) =>
        _texts.TryGetValue((shape, isRead, header), out var texts) ? texts : _texts[(shape, isRead, header)] = new Texts();

    /// <summary>The texts of columns of one sort.</summary>
    internal sealed class Texts
    {
        private readonly ByteKeys _keys = new();

        public bool Contains(ReadOnlySpan<byte> text) => _keys.Contains(text);

        public void Add(ReadOnlySpan<byte> text)
        {
            if (text.Length > Longest) return;
            if (_keys.Count == Most) _keys.Clear();
            _keys.Add(text, out _);
        }
    }
}
