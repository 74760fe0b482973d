namespace MsokoAnalytics.Statistics.Regression;

/// <summary>QR factorisation of a tall matrix by Householder reflections, columns scaled to unit length first.</summary>
internal sealed class HouseholderQr
{
    /// <summary>A column whose part outside the earlier ones is below this share of its length counts as dependent.</summary>
    private const double RankTolerance = 1e-13;

    private readonly double[,] _qr;
    private readonly double[] _diagonal;
    private readonly double[] _scale;
    private readonly int _rows;
    private readonly int _columns;

    internal HouseholderQr(double[,] matrix)
    {
        _rows = matrix.GetLength(0);
        _columns = matrix.GetLength(1);
        _qr = (double[,])matrix.Clone();
        _diagonal = new double[_columns];
        _scale = new double[_columns];
        for (var j = 0; j < _columns; j++)
        {
            _scale[j] = Norm(j, 0);
            if (!(_scale[j] > 0)) throw new ArgumentException($"column {j} of the design is zero", nameof(matrix));
            for (var i = 0; i < _rows; i++) _qr[i, j] /= _scale[j];
        }

        for (var j = 0; j < _columns; j++) Reflect(j);
    }

    /// <summary>Least-squares solution for one right-hand side.</summary>
    internal double[] Solve(double[] right)
    {
        var b = (double[])right.Clone();
        for (var j = 0; j < _columns; j++)
        {
            var sum = default(CompensatedSum);
            for (var i = j; i < _rows; i++) sum.AddProduct(_qr[i, j], b[i]);
            var factor = -sum.Value / _qr[j, j];
            for (var i = j; i < _rows; i++) b[i] += factor * _qr[i, j];
        }

        var x = new double[_columns];
        for (var j = _columns - 1; j >= 0; j--)
        {
            var sum = default(CompensatedSum);
            sum.Add(b[j]);
            for (var k = j + 1; k < _columns; k++) sum.AddProduct(-_qr[j, k], x[k]);
            x[j] = sum.Value / _diagonal[j];
        }

        for (var j = 0; j < _columns; j++) x[j] /= _scale[j];
        return x;
    }

    /// <summary>factor · (XᵀX)⁻¹ = factor · R⁻¹R⁻ᵀ.</summary>
    internal double[,] InverseCrossProduct(double factor)
    {
        var inverse = new double[_columns, _columns];
        for (var j = 0; j < _columns; j++)
        {
            inverse[j, j] = 1 / _diagonal[j];
            for (var i = j - 1; i >= 0; i--)
            {
                var sum = 0.0;
                for (var k = i + 1; k <= j; k++) sum += _qr[i, k] * inverse[k, j];
                inverse[i, j] = -sum / _diagonal[i];
            }
        }

        var result = new double[_columns, _columns];
        for (var i = 0; i < _columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = i; k < _columns; k++) sum += inverse[i, k] * inverse[j, k];
                result[i, j] = result[j, i] = factor * sum / (_scale[i] * _scale[j]);
            }
        }

        return result;
    }

    // JAMA's storage: the reflection vector in the lower part with its pivot at (j, j), R above the diagonal, R's diagonal apart.
    private void Reflect(int j)
    {
        var norm = Norm(j, j);
        if (!(norm > RankTolerance)) throw new ArgumentException($"column {j} of the design depends on the columns before it", nameof(j));
        if (_qr[j, j] < 0) norm = -norm;
        for (var i = j; i < _rows; i++) _qr[i, j] /= norm;
        _qr[j, j] += 1;
        for (var k = j + 1; k < _columns; k++)
        {
            var sum = default(CompensatedSum);
            for (var i = j; i < _rows; i++) sum.AddProduct(_qr[i, j], _qr[i, k]);
            var factor = -sum.Value / _qr[j, j];
            for (var i = j; i < _rows; i++) _qr[i, k] += factor * _qr[i, j];
        }

        _diagonal[j] = -norm;
    }

    private double Norm(int column, int firstRow)
    {
        var largest = 0.0;
        for (var i = firstRow; i < _rows; i++) largest = Math.Max(largest, Math.Abs(_qr[i, column]));
        if (!(largest > 0)) return 0;
        var sum = 0.0;
        for (var i = firstRow; i < _rows; i++) sum += _qr[i, column] / largest * (_qr[i, column] / largest);
        return largest * Math.Sqrt(sum);
    }
}
