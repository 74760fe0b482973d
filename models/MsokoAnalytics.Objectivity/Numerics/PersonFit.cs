namespace MsokoAnalytics.Objectivity.Numerics;

/// <summary>Person fit of 0/1 answers: Guttman errors, their normed form, U3 and Ht. Descriptive; the flagging uses the nonparametric lz of the evidences.</summary>
public static class PersonFit
{
    /// <param name="answers">Answers 0/1, row-major.</param>
    /// <param name="items">Items per row.</param>
    /// <returns>Per person: Guttman errors, share of the largest possible number, U3; the last two are NaN for all right or all wrong.</returns>
    public static (int Errors, double Normed, double U3)[] Guttman(ReadOnlySpan<int> answers, int items)
    {
        var n = answers.Length / items;
        var right = new double[items];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < items; j++) right[j] += answers[(i * items) + j];
        var order = Enumerable.Range(0, items).OrderByDescending(j => right[j]).ToArray();
        var logit = Array.ConvertAll(order, j => Math.Log(right[j] / n / (1 - (right[j] / n))));
        var result = new (int, double, double)[n];
        for (var i = 0; i < n; i++)
        {
            int errors = 0, wrong = 0, score = 0;
            double observed = 0;
            for (var k = 0; k < items; k++)
            {
                if (answers[(i * items) + order[k]] == 0) wrong++;
                else
                {
                    errors += wrong;
                    score++;
                    observed += logit[k];
                }
            }

            double best = logit.Take(score).Sum(), worst = logit.TakeLast(score).Sum();
            result[i] = (errors, (double)errors / (score * (items - score)), (best - observed) / (best - worst));
        }

        return result;
    }

    /// <summary>Ht: covariance of a person's answers with the others', as a share of the largest possible one.</summary>
    public static double[] Ht(ReadOnlySpan<int> answers, int items)
    {
        var n = answers.Length / items;
        var share = new double[n];
        for (var i = 0; i < n; i++)
        {
            foreach (var x in answers.Slice(i * items, items)) share[i] += x;
            share[i] /= items;
        }

        var result = new double[n];
        for (var i = 0; i < n; i++)
        {
            double sum = 0, most = 0;
            for (var k = 0; k < n; k++)
            {
                if (k == i) continue;
                double both = 0;
                for (var j = 0; j < items; j++) both += answers[(i * items) + j] * answers[(k * items) + j];
                sum += (both / items) - (share[i] * share[k]);
                most += Math.Min(share[i], share[k]) * (1 - Math.Max(share[i], share[k]));
            }

            result[i] = sum / most;
        }

        return result;
    }
}
