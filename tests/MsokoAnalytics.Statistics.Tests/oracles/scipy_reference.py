"""Expected values of the tests, by scipy. Run: /usr/bin/python3 scipy_reference.py (Debian python3-scipy 1.10.1, numpy 1.24.2)."""
import numpy as np
from scipy import stats

def show(name, *values):
    print(name, *(repr(float(v)) for v in values))

for k, n in [(0, 10), (1, 1), (8, 10), (81, 263), (796, 1000), (25, 25)]:
    ci = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    show(f"wilson {k}/{n}", ci.low, ci.high)
    show(f"jeffreys {k}/{n}", stats.beta.ppf(0.025, k + .5, n - k + .5), stats.beta.ppf(0.975, k + .5, n - k + .5))
ci = stats.binomtest(8, 10).proportion_ci(0.99, method="wilson")
show("wilson 8/10 99%", ci.low, ci.high)
for z in (-8.0, -2.5, -1.0, 0.3, 1.96, 6.0): show(f"normal {z}", stats.norm.cdf(z))
for p in (1e-10, 0.025, 0.3, 0.9, 0.975): show(f"quantile {p}", stats.norm.ppf(p))
for t, df in [(2.0, 3), (0.1, 50), (12.0, 7.5)]: show(f"t {t} {df}", 2 * stats.t.sf(t, df))
for q, df in [(0.95, 1), (0.95, 30), (0.99, 4.5)]: show(f"tq {q} {df}", stats.t.ppf((1 + q) / 2, df))
for f, a, b in [(2.1, 8, 180), (30.0, 3, 12), (0.4, 2, 5)]: show(f"f {f} {a} {b}", stats.f.sf(f, a, b))
for x, df in [(3.84, 1), (50.0, 20), (1.0, 7)]: show(f"chi2 {x} {df}", stats.chi2.sf(x, df))

series = {
    "no ties": ([1, 2, 3, 4, 5, 6, 7], [55.1, 58.0, 54.2, 60.3, 61.9, 59.4, 66.0]),
    "ties in y": ([1, 2, 3, 4, 5, 6, 7, 8], [3, 3, 4, 2, 4, 5, 5, 5]),
    "ties in both": ([1, 2, 2, 3, 3, 3, 4, 5, 6, 6], [2, 1, 2, 2, 4, 3, 5, 5, 4, 6]),
    "falling": ([2020, 2021, 2022, 2023, 2024], [81.5, 77.0, 78.2, 70.4, 66.6]),
}
for name, (x, y) in series.items():
    show(f"spearman {name}", *stats.spearmanr(x, y))
    for method in ("asymptotic", "exact"):
        try: show(f"kendall {method} {name}", *stats.kendalltau(x, y, method=method))
        except ValueError as e: print("kendall", method, name, e)
    show(f"theilsen {name}", *stats.theilslopes(y, x, 0.95))

def exact_mk(y):
    from itertools import permutations
    def s(v): return sum(np.sign(v[i] - v[j]) for i in range(len(v)) for j in range(i))
    observed = abs(s(y)); sums = [abs(s(p)) for p in permutations(y)]
    return s(y), np.mean([v >= observed for v in sums]), np.mean([v >= max(sums) for v in sums])
show("mk 4 rising", *exact_mk([1, 2, 3, 4])); show("mk 5 falling", *exact_mk([81.5, 77.0, 78.2, 70.4, 66.6]))
show("mk ties", *exact_mk([3, 3, 4, 2, 4, 5, 5, 5]))
rng = np.random.RandomState(4); long = np.round(rng.normal(size=40) + np.arange(40) * .03, 1)
s = sum(np.sign(long[i] - long[j]) for i in range(40) for j in range(i)); ties = np.unique(long, return_counts=True)[1]
var = (40 * 39 * 85 - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
print("mk long data", list(long)); show("mk long", s, 2 * stats.norm.sf((abs(s) - 1) / np.sqrt(var)))

def scan(y, v):
    w = 1 / np.asarray(v, float); y = np.asarray(y, float); n = len(y); rows = []
    for k in range(1, n):
        a, b = w[:k].sum(), w[k:].sum()
        rows.append(((w[k:] * y[k:]).sum() / b - (w[:k] * y[:k]).sum() / a, np.sqrt(1 / a + 1 / b)))
    z = np.array([abs(d) / s for d, s in rows]); k = z.argmax(); t = np.cumsum(w)[:-1] / w.sum()
    corr = np.array([[np.sqrt(min(p, q) * (1 - max(p, q)) / (max(p, q) * (1 - min(p, q)))) for q in t] for p in t])
    box = stats.multivariate_normal(np.zeros(n - 1), corr)
    draws = np.random.RandomState(1).multivariate_normal(np.zeros(n - 1), corr, 4_000_000)
    return k + 1, rows[k][0], rows[k][1], (np.abs(draws).max(axis=1) >= z[k]).mean()
show("change 3", *scan([70, 71, 60], [9, 9, 9]))
show("change 5", *scan([70, 72, 71, 60, 63], [16, 9, 9, 25, 9]))
show("change 8", *scan([50, 52, 47, 51, 55, 56, 58, 54], [4, 5, 6, 4, 4, 9, 4, 4]))
