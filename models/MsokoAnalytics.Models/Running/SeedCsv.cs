using System.Text;

namespace MsokoAnalytics.Models.Running;

/// <summary>Reader of the repository's own small CSV files: <c>;</c>, fields in double quotes where needed, LF or CRLF.</summary>
internal static class SeedCsv
{
    /// <summary>Rows with their line numbers (from 1, of the row's first line); blank lines are passed over.</summary>
    /// <exception cref="FormatException">A quote is not closed (Russian message).</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Fields)> Read(string text)
    {
        var line = 1;
        var at = 0;
        while (at < text.Length)
        {
            var first = line;
            var fields = ReadRow(text, ref at, ref line);
            if (fields.Count > 1 || fields[0].Length > 0) yield return (first, fields);
        }
    }

    private static List<string> ReadRow(string text, ref int at, ref int line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '"' && field.Length == 0)
            {
                ReadQuoted(text, ref at, ref line, field);
            }
            else if (c == ';')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (c == '\n')
            {
                line++;
                break;
            }
            else if (c != '\r')
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }

    private static void ReadQuoted(string text, ref int at, ref int line, StringBuilder field)
    {
        var first = line;
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == '\n') line++;
            if (c != '"')
            {
                field.Append(c);
            }
            else if (at < text.Length && text[at] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                return;
            }
        }

        throw new FormatException($"строка {first}: кавычка не закрыта");
    }
}
