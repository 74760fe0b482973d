using System.Globalization;
using MsokoAnalytics.DuckDb.Native;
using MsokoAnalytics.DuckDb.Parameters;

namespace MsokoAnalytics.DuckDb.Commands;

/// <summary>Binds a command's parameters to one prepared statement: by name, or by number for <c>?</c> and <c>$1</c>.</summary>
internal static unsafe class ParameterBinder
{
    /// <param name="statement">The prepared statement.</param>
    /// <param name="parameters">The command's parameters; named ones the statement doesn't use are ignored.</param>
    /// <param name="sql">The command's text, for messages.</param>
    /// <param name="onlyStatement">The command has no other statement that could use what this one leaves.</param>
    /// <exception cref="InvalidOperationException">A parameter of the statement has no value, or a nameless value has no parameter.</exception>
    public static void Bind(PreparedStatementHandle statement, DuckDbParameterCollection parameters, string sql, bool onlyStatement)
    {
        var count = NativeMethods.ParameterCount(statement);
        var positional = parameters.Count == 0 ? [] : parameters.Cast<DuckDbParameter>().Where(p => p.BareName.Length == 0).ToArray();
        var used = 0;
        for (var index = 1UL; index <= count; index++)
        {
            var name = NativeMethods.TakeText(NativeMethods.ParameterName(statement, index));
            if (string.IsNullOrEmpty(name)) throw new InvalidOperationException("Номера параметров запроса должны идти подряд: $1, $2, …");
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) used = Math.Max(used, number);
            var parameter = Find(parameters, positional, name);
            using var value = ValueFactory.Create(parameter.Value, parameter.DbType);
            if (NativeMethods.BindValue(statement, index, value) != NativeState.Success)
                throw DuckDbException.FromEngine(NativeMethods.Text(NativeMethods.PrepareError(statement)) ?? $"Invalid Input Error: параметр «{name}» не принят", sql);
        }

        if (onlyStatement && positional.Length > used)
            throw new InvalidOperationException($"Задано безымянных параметров: {positional.Length}, а запрос использует {used}.");
    }

    private static DuckDbParameter Find(DuckDbParameterCollection parameters, DuckDbParameter[] positional, string name)
    {
        var named = parameters.IndexOf(name);
        if (named >= 0) return parameters[named];
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (number >= 1 && number <= positional.Length) return positional[number - 1];
            // All parameters have names but the SQL counts them: take them in the order they were added.
            if (positional.Length == 0 && number >= 1 && number <= parameters.Count) return parameters[number - 1];
        }

        throw new InvalidOperationException($"Для параметра «${name}» запроса не задано значение.");
    }
}
