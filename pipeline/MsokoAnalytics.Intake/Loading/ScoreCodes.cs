using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MsokoAnalytics.Intake.Loading;

/// <summary>
/// The answers of the SQL macro <c>msoko_score_code</c> for every text of one or two bytes that can be part of a table: nearly all task
/// cells are such texts, so they need not go through SQL one by one. The rule itself stays in <c>sources/macros.sql</c>.
/// </summary>
internal sealed class ScoreCodes
{
    /// <summary>The code of a cell that has to be looked at as text.</summary>
    public const sbyte Text = -3;

    /// <summary>The code of an empty cell.</summary>
    public const sbyte Empty = -2;

    /// <summary>The code of «не приступал».</summary>
    public const sbyte NotTried = -1;

    private readonly sbyte[] _one = new sbyte[1 << 8];
    private readonly sbyte[] _two = new sbyte[1 << 16];

    private ScoreCodes()
    {
        Array.Fill(_one, Text);
        Array.Fill(_two, Text);
    }

    /// <param name="connection">Any connection.</param>
    /// <param name="macros">Has the rule.</param>
    public static ScoreCodes Learn(DbConnection connection, MacroLibrary macros)
    {
        var codes = new ScoreCodes();
        using var command = connection.CreateCommand();
        // All characters up to U+007F, pairs of digits, and what UTF-8 writes in two bytes.
        command.CommandText =
            """
            SELECT c, msoko_score_code(c)
            FROM (
                SELECT chr(i::INTEGER) AS c FROM range(33, 2048) AS r(i) WHERE i <> 127
                UNION ALL
                SELECT a || b FROM (SELECT chr(i::INTEGER) AS a FROM range(48, 58) AS r(i)), (SELECT chr(i::INTEGER) AS b FROM range(48, 58) AS r(i))
            )
            """;
        macros.Ensure(connection, command.CommandText);
        using var reader = command.ExecuteReader();
        Span<byte> bytes = stackalloc byte[8];
        while (reader.Read())
        {
            var code = Convert.ToSByte(reader.GetValue(1), CultureInfo.InvariantCulture);
            switch (Encoding.UTF8.GetBytes(reader.GetString(0), bytes))
            {
                case 1:
                    codes._one[bytes[0]] = code;
                    break;
                case 2:
                    codes._two[Pair(bytes)] = code;
                    break;
            }
        }

        return codes;
    }

    /// <summary>The code of a cell; <see cref="Text"/> also for texts that were not asked for.</summary>
    public sbyte this[ReadOnlySpan<byte> cell]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => cell.Length switch
        {
            1 => _one[cell[0]],
            0 => Empty,
            2 => _two[Pair(cell)],
            _ => Text,
        };
    }

    /// <summary>The codes of cells next to each other.</summary>
    /// <param name="bytes">The bytes of the row.</param>
    /// <param name="starts">Where each cell begins.</param>
    /// <param name="ends">Where it ends.</param>
    /// <param name="codes">As many.</param>
    public void Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, Span<sbyte> codes)
    {
        ends = ends[..starts.Length];
        codes = codes[..starts.Length];
        var one = _one;
        for (var i = 0; i < starts.Length; i++)
        {
            var start = starts[i];
            codes[i] = (ends[i] - start) switch
            {
                1 => one[bytes[start]],
                0 => Empty,
                2 => _two[Pair(bytes[start..])],
                _ => Text,
            };
        }
    }

    private static int Pair(ReadOnlySpan<byte> bytes) => (bytes[0] << 8) | bytes[1];
}
