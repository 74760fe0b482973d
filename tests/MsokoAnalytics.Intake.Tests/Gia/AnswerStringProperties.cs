using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MsokoAnalytics.Warehouse;

namespace MsokoAnalytics.Intake.Tests.Gia;

/// <summary>The SQL parser of answer strings against a parser written out in C#, on strings that are right and on any strings.</summary>
public sealed class AnswerStringProperties : IDisposable
{
    private readonly WarehouseDatabase _warehouse = WarehouseDatabase.Open(new WarehouseOptions { Threads = 1, MemoryLimit = "256MB" });

    public AnswerStringProperties()
    {
        using var command = _warehouse.Connection.CreateCommand();
        command.CommandText = IntakeRun.Setup.MacroSql;
        command.ExecuteNonQuery();
    }

    private static readonly Gen<string> Task = Gen.OneOf(
        Gen.Elements("+", "-", "–", "X", "х"),
        Gen.Choose(0, 9).Select(d => d.ToString(CultureInfo.InvariantCulture)),
        from max in Gen.Choose(0, 99) from score in Gen.Choose(0, 99) select FormattableString.Invariant($"{score}({max})"));

    private static readonly Gen<string> Right = from tasks in Task.ListOf() from blank in Gen.Elements("", " ", ", ", "; ") select string.Join(blank, tasks);

    private static readonly Gen<string> Any = Gen.Elements("+-12093()Xх ,;?аA\u00A0".ToCharArray()).ListOf().Select(c => new string([.. c]));

    [Fact]
    public void Strings_of_tasks() => Check.One(Properties.Cases(300), Prop.ForAll(Right.ToArbitrary(), text => Assert.Equal(Oracle(text), Parse(text))));

    [Fact]
    public void Any_strings() => Check.One(Properties.Cases(500), Prop.ForAll(Any.ToArbitrary(), text => Assert.Equal(Oracle(text), Parse(text))));

    [Theory]
    [InlineData("++2-", "[1,1,2,0] [1,1,∅,∅]")]
    [InlineData("1(2)2(3)", "[1,2] [2,3]")]
    [InlineData("1(1)2(3)1(2)", "[1,2,1] [1,3,2]")]
    [InlineData("++---", "[1,1,0,0,0] [1,1,∅,∅,∅]")]
    [InlineData("+X0(2)", "[1,∅,0] [1,∅,2]")]
    [InlineData("12(20)", "[12] [20]")]
    [InlineData("3(2)", "нет")]
    [InlineData("1(2", "нет")]
    [InlineData("(2)", "нет")]
    [InlineData("++?", "нет")]
    public void Strings_as_they_occur(string text, string expected)
    {
        Assert.Equal(expected, Parse(text));
        Assert.Equal(expected, Oracle(text));
    }

    private string Parse(string text)
    {
        using var command = _warehouse.Connection.CreateCommand();
        command.CommandText = "SELECT gia_readable(a, t), gia_scores(t), gia_maxima(t) FROM (SELECT a, gia_tokens(a) AS t FROM (SELECT gia_answers($text) AS a))";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("text", text);
        command.Parameters.Add(parameter);
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetBoolean(0) ? $"{IntakeRun.Show(reader.GetValue(1))} {IntakeRun.Show(reader.GetValue(2))}" : "нет";
    }

    private static string Oracle(string text)
    {
        var scores = new List<string>();
        var maxima = new List<string>();
        var rest = new string([.. text.Where(c => !char.IsWhiteSpace(c) && c is not (',' or ';'))]);
        for (var i = 0; i < rest.Length;)
        {
            // «12(20)» before «1», as a pupil of the protocol would read it.
            var digits = rest[i..].TakeWhile(char.IsAsciiDigit).Count();
            var taken = 0;
            for (var n = Math.Min(digits, 2); n > 0 && taken == 0; n--)
            {
                var tail = rest[(i + n)..];
                var close = tail.IndexOf(')', StringComparison.Ordinal);
                if (!tail.StartsWith('(') || close is < 2 or > 3 || !tail[1..close].All(char.IsAsciiDigit)) continue;
                var (score, max) = (int.Parse(rest.AsSpan(i, n), CultureInfo.InvariantCulture), int.Parse(tail.AsSpan(1, close - 1), CultureInfo.InvariantCulture));
                if (score > max) return "нет";
                scores.Add(score.ToString(CultureInfo.InvariantCulture));
                maxima.Add(max.ToString(CultureInfo.InvariantCulture));
                taken = n + close + 1;
            }

            if (taken == 0)
            {
                var (score, max) = rest[i] switch
                {
                    '+' => ("1", "1"),
                    '-' or '–' or '−' or '—' => ("0", "∅"),
                    'X' or 'x' or 'Х' or 'х' => ("∅", "∅"),
                    >= '0' and <= '9' => (rest[i].ToString(), "∅"),
                    _ => ("", ""),
                };
                if (score.Length == 0) return "нет";
                scores.Add(score);
                maxima.Add(max);
                taken = 1;
            }

            i += taken;
        }

        return $"[{string.Join(",", scores)}] [{string.Join(",", maxima)}]";
    }

    public void Dispose() => _warehouse.Dispose();
}
