namespace MsokoAnalytics.Statistics.Clustering;

/// <summary>
/// Classical multidimensional scaling (Torgerson 1952; Gower 1966): places in the plane whose distances come near the given ones. Eigenvectors of the two largest
/// eigenvalues of −½·J·D²·J by orthogonal iteration from a fixed start: the same map on every machine.
/// </summary>
public static class ClassicalScaling
{
    private const int MostSteps = 1000;
    private const int MostAttempts = 5;

    /// <param name="distances">Distances of at least 2 objects.</param>
    /// <returns>One place per object; the axes are turned so that the object farthest out on each has a positive coordinate.</returns>
    public static IReadOnlyList<(double X, double Y)> Map(DistanceMatrix distances)
    {
        var centred = Centred(distances);
        var shift = 0.0;
        for (var attempt = 1; ; attempt++)
        {
            var (first, second) = Vectors(centred, shift);
            var least = Math.Min(Value(centred, first), Value(centred, second));
            // The iteration goes to eigenvalues of the largest size; a negative one (distances of no plane) is shifted out of the way.
            if (least < -1e-9 && attempt < MostAttempts)
            {
                shift -= least;
                continue;
            }

            var (x, y) = (Axis(centred, first), Axis(centred, second));
            return [.. x.Zip(y)];
        }
    }

    private static (double[] First, double[] Second) Vectors(double[][] matrix, double shift)
    {
        var (first, second) = (Start(matrix.Length, 1), Start(matrix.Length, 2));
        Normalise(first);
        Project(second, first);
        for (var step = 0; step < MostSteps; step++)
        {
            var (nextFirst, nextSecond) = (new double[first.Length], new double[first.Length]);
            Times(matrix, first, second, shift, nextFirst, nextSecond);
            Normalise(nextFirst);
            Project(nextSecond, nextFirst);
            var change = Distance(first, nextFirst) + Distance(second, nextSecond);
            (first, second) = (nextFirst, nextSecond);
            if (change < 1e-20) break;
        }

        return (first, second);
    }

    /// <summary>−½·J·D²·J.</summary>
    private static double[][] Centred(DistanceMatrix distances)
    {
        var rows = distances.Rows();
        var n = rows.Length;
        foreach (var row in rows)
            for (var j = 0; j < n; j++) row[j] *= row[j];
        var means = rows.Select(row => row.Sum() / n).ToArray();
        var total = means.Sum() / n;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                rows[i][j] = -(rows[i][j] - means[i] - means[j] + total) / 2;
        return rows;
    }

    private static double[] Start(int n, int frequency) => [.. Enumerable.Range(0, n).Select(i => Math.Cos(frequency * Math.PI * (i + 0.3) / n) + (0.01 * ((i * 7) % 11)))];

    private static double[] Times(double[][] matrix, double[] vector)
    {
        var result = new double[vector.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (row, sum) = (matrix[i], 0.0);
            for (var j = 0; j < row.Length; j++) sum += row[j] * vector[j];
            result[i] = sum;
        }

        return result;
    }

    /// <summary>(matrix + shift·I) times two vectors. Two rows and both vectors at a time, every sum in the order of the columns: a sum alone waits for every addition.</summary>
    private static void Times(double[][] matrix, double[] first, double[] second, double shift, double[] firstImage, double[] secondImage)
    {
        for (var i = 0; i < matrix.Length; i += 2)
        {
            var next = Math.Min(i + 1, matrix.Length - 1);
            var (row, below) = (matrix[i], matrix[next]);
            double a = shift * first[i], b = shift * second[i], c = shift * first[next], d = shift * second[next];
            for (var j = 0; j < row.Length; j++)
            {
                a += row[j] * first[j];
                b += row[j] * second[j];
                c += below[j] * first[j];
                d += below[j] * second[j];
            }

            (firstImage[i], secondImage[i], firstImage[next], secondImage[next]) = (a, b, c, d);
        }
    }

    private static void Normalise(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(v => v * v));
        for (var i = 0; i < vector.Length; i++) vector[i] = length > 0 ? vector[i] / length : 0;
    }

    /// <summary>Takes the direction of <paramref name="axis"/> out of the vector and brings it to length 1.</summary>
    private static void Project(double[] vector, double[] axis)
    {
        var dot = 0.0;
        for (var i = 0; i < vector.Length; i++) dot += vector[i] * axis[i];
        for (var i = 0; i < vector.Length; i++) vector[i] -= dot * axis[i];
        Normalise(vector);
    }

    private static double Distance(double[] a, double[] b)
    {
        double same = 0, opposite = 0;
        for (var i = 0; i < a.Length; i++)
        {
            same += (a[i] - b[i]) * (a[i] - b[i]);
            opposite += (a[i] + b[i]) * (a[i] + b[i]);
        }

        return Math.Min(same, opposite);
    }

    /// <summary>Rayleigh quotient of a vector of length 1.</summary>
    private static double Value(double[][] matrix, double[] vector)
    {
        var image = Times(matrix, vector);
        var value = 0.0;
        for (var i = 0; i < vector.Length; i++) value += vector[i] * image[i];
        return value;
    }

    private static double[] Axis(double[][] matrix, double[] vector)
    {
        var scale = Math.Sqrt(Math.Max(0, Value(matrix, vector)));
        var farthest = vector.MaxBy(Math.Abs);
        return [.. vector.Select(v => (farthest < 0 ? -scale : scale) * v)];
    }
}
