namespace MsokoAnalytics.Intake.Blocks;

/// <summary>
/// What stands in one cell of a journal: marks (<c>5</c>, <c>3/3</c>, <c>4 3</c>) and absence letters (<c>О 2</c>, <c>5 Н</c>, <c>Б Б 3</c>).
/// </summary>
internal readonly record struct JournalCell(IReadOnlyList<sbyte> Marks, string? Absence)
{
    /// <summary>Reads a cell; false when any part of it is neither marks 0–5 nor one of the letters Н, О, Б, У.</summary>
    public static bool TryParse(string text, out JournalCell cell)
    {
        var marks = new List<sbyte>();
        var letters = "";
        foreach (var token in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (token is "Н" or "О" or "Б" or "У")
            {
                if (!letters.Contains(token, StringComparison.Ordinal)) letters += token;
                continue;
            }

            foreach (var part in token.Split('/'))
            {
                if (part.Length != 1 || part[0] is < '0' or > '5')
                {
                    cell = default;
                    return false;
                }

                marks.Add((sbyte)(part[0] - '0'));
            }
        }

        cell = new JournalCell(marks, letters.Length == 0 ? null : letters);
        return true;
    }
}
