using System.Runtime.InteropServices;

namespace MsokoAnalytics.Statistics;

/// <summary>Running sum with Neumaier's correction (ZAMM 1974, 54:39–51): error of one rounding, whatever the number of terms.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CompensatedSum
{
    private double _sum;
    private double _correction;

    internal readonly double Value => _sum + _correction;

    internal void Add(double term)
    {
        var next = _sum + term;
        _correction += Math.Abs(_sum) >= Math.Abs(term) ? _sum - next + term : term - next + _sum;
        _sum = next;
    }

    /// <summary>Adds a·b with the rounding error of the product (Ogita, Rump &amp; Oishi 2005, Dot2).</summary>
    internal void AddProduct(double a, double b)
    {
        var product = a * b;
        Add(product);
        _correction += Math.FusedMultiplyAdd(a, b, -product);
    }
}
