using MsokoAnalytics.DuckDb.Native;

namespace MsokoAnalytics.DuckDb.Parameters;

/// <summary>Types of the engine's values.</summary>
internal static class ValueTypes
{
    /// <summary>The value's type, lent by the engine: it lives as long as the value.</summary>
    public static LogicalTypeHandle Of(ValueHandle value) => new(NativeMethods.GetValueType(value), owned: false);

    /// <summary>One type for all values: DECIMALs are widened, everything else must agree; without values it is NULL's type.</summary>
    public static LogicalTypeHandle Common(IReadOnlyList<ValueHandle> values)
    {
        LogicalTypeHandle? common = null;
        foreach (var value in values)
        {
            var type = Of(value);
            if (NativeMethods.GetTypeId(type) == DuckDbType.SqlNull)
            {
                type.Dispose();
                continue;
            }

            if (common is null)
            {
                common = type;
                continue;
            }

            using (type)
            {
                if (NativeMethods.GetTypeId(common) != NativeMethods.GetTypeId(type))
                {
                    common.Dispose();
                    throw new NotSupportedException("В списке-параметре значения разных типов; все элементы должны быть одного типа.");
                }

                if (NativeMethods.GetTypeId(type) != DuckDbType.Decimal) continue;
                var wider = Widen(common, type);
                common.Dispose();
                common = wider;
            }
        }

        return common ?? new LogicalTypeHandle(NativeMethods.CreateLogicalType(DuckDbType.SqlNull));
    }

    private static LogicalTypeHandle Widen(LogicalTypeHandle left, LogicalTypeHandle right)
    {
        var scale = Math.Max(NativeMethods.DecimalScale(left), NativeMethods.DecimalScale(right));
        var whole = Math.Max(NativeMethods.DecimalWidth(left) - NativeMethods.DecimalScale(left), NativeMethods.DecimalWidth(right) - NativeMethods.DecimalScale(right));
        var width = Math.Min(38, whole + scale);
        return new LogicalTypeHandle(NativeMethods.CreateDecimalType((byte)width, (byte)Math.Min(scale, width)));
    }
}
