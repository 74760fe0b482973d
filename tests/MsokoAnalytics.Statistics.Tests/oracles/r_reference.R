# Expected values of the tests, by R. Run: Rscript r_reference.R
# (Debian R 4.2.2; r-cran-cluster 2.1.4, r-cran-robustbase 0.95-0, r-cran-metafor 3.8-1, r-cran-mclust 6.0.0, r-cran-lme4 1.1-31)
suppressMessages({library(cluster); library(robustbase); library(metafor); library(mclust); library(lme4)})
show <- function(name, ...) cat(name, format(c(...), digits = 15, trim = TRUE), "\n")

p <- c(0.01, 0.04, 0.03, 0.005, 0.55, 0.04, 0.9)
for (m in c("BH", "BY", "holm")) show(m, p.adjust(p, m))

# Newcombe's method 10: published example 56/70 against 48/80 (Newcombe 1998, table II, case a).
wilson <- function(k, n) as.numeric(prop.test(k, n, correct = FALSE)$conf.int)
newcombe <- function(k1, n1, k2, n2) {
  a <- wilson(k1, n1); b <- wilson(k2, n2); d <- k2 / n2 - k1 / n1
  c(d, d - sqrt((k2 / n2 - b[1])^2 + (a[2] - k1 / n1)^2), d + sqrt((b[2] - k2 / n2)^2 + (k1 / n1 - a[1])^2),
    prop.test(c(k1, k2), c(n1, n2), correct = FALSE)$p.value)
}
show("newcombe 48/80 56/70", newcombe(48, 80, 56, 70))
show("newcombe 9/10 3/10", newcombe(9, 10, 3, 10))

x <- c(3.2, 4.1, 2.7, 9.9, 3.8, 4.4, 3.1, 25, 3.9, 4.0, 2.2)
show("mad", mad(x), mad(x[1:10])); show("qn", Qn(x, finite.corr = FALSE), Qn(x[1:10], finite.corr = FALSE))

y <- c(62.1, 70.4, 55.0, 81.2, 66.6, 73.9, 48.8, 69.0); v <- c(25, 9, 49, 16, 4, 36, 30, 12)
for (m in c("DL", "PM", "REML")) {
  fit <- rma(y, v, method = m, control = list(threshold = 1e-12, tol = 1e-12, maxiter = 1000))
  b <- blup(fit); show(m, fit$tau2, fit$beta, fit$se^2); show("blup", b$pred); show("se", b$se)
}
y0 <- c(10, 10.5, 9.8, 10.2); v0 <- c(4, 4, 4, 4)
for (m in c("DL", "PM", "REML")) show(paste(m, "no variance"), rma(y0, v0, method = m)$tau2)

d <- data.frame(size = c(120, 450, 900, 80, 610, 55, 720, NA, 300, 95), share = c(.2, .1, .05, .4, .12, .5, .04, .3, .15, .45),
  place = factor(c("село", "город", "город", "село", "город", "село", "город", "село", "посёлок", "село")))
g <- daisy(d, metric = "gower"); show("gower", g)
for (k in 2:4) { f <- pam(g, k); show(paste("pam", k), f$id.med, f$clustering); show("cost", sum(as.matrix(g)[cbind(1:10, f$id.med[f$clustering])]))
  show("silhouette", mean(silhouette(f$clustering, g)[, 3])) }
show("rand", adjustedRandIndex(c(1, 1, 1, 2, 2, 3, 3, 3), c(1, 1, 2, 2, 2, 2, 3, 3)))

# Prediction variance: Henderson's mixed model equations inverted as a whole.
set.seed(1)
s <- data.frame(g = rep(1:6, c(2, 3, 5, 4, 1, 7)), x = round(rnorm(22), 2))
s$y <- round(2 + .5 * s$x + rnorm(6)[s$g] + rnorm(22, 0, .7), 2)
cat("small g:", s$g, "\nsmall x:", s$x, "\nsmall y:", s$y, "\n")
for (reml in c(FALSE, TRUE)) {
  f <- lmer(y ~ x + (1 | g), s, REML = reml, control = lmerControl(optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-14)))
  v <- as.data.frame(VarCorr(f))$vcov; X <- model.matrix(~x, s); Z <- model.matrix(~0 + factor(g), s)
  C <- solve(rbind(cbind(t(X) %*% X, t(X) %*% Z), cbind(t(Z) %*% X, t(Z) %*% Z + diag(6) * v[2] / v[1]))) * v[2]
  show(paste("small", reml), fixef(f), v, if (reml) REMLcrit(f) else -2 * as.numeric(logLik(f)), sqrt(diag(vcov(f))))
  show("u", ranef(f)$g[, 1]); show("cond", attr(ranef(f, condVar = TRUE)$g, "postVar")); show("pev", diag(C)[3:8])
}

# "cmdscale" and "bridge"
d <- matrix(c(0,3,5,4.2,6, 3,0,4,5,3.5, 5,4,0,2.5,4, 4.2,5,2.5,0,6.5, 6,3.5,4,6.5,0),5)
print(cmdscale(d,k=2),digits=15); print(cmdscale(d,k=2,eig=TRUE)$eig,digits=12)
v <- c(9,1,400); w <- 1/v; t <- cumsum(w)[1:2]/sum(w); r <- sqrt(t[1]*(1-t[2])/(t[2]*(1-t[1])))
y <- c(70,71,60); b1 <- (sum(w[2:3]*y[2:3])/sum(w[2:3]) - y[1])/sqrt(1/w[1]+1/sum(w[2:3])); b2 <- (y[3]-sum(w[1:2]*y[1:2])/sum(w[1:2]))/sqrt(1/w[3]+1/sum(w[1:2]))
c0 <- max(abs(c(b1,b2))); s <- sqrt(1-r^2)
p <- 1-integrate(function(x) dnorm(x)*(pnorm((c0-r*x)/s)-pnorm((-c0-r*x)/s)),-c0,c0,rel.tol=1e-13)$value
print(c(b1,b2,r,c0,p),digits=15)

# Value added (ValueAddedTests): cohorts of 14 schools, start calibrated by metafor, model by lme4, prediction variance by Henderson's equations, one context feature.
set.seed(97); m <- 14; n <- c(6, 9, 12, 15, 18, 21, 24, 27, 30, 11, 13, 17, 19, 25)
from <- round(rnorm(m, 0, .5), 2); se <- round(1 / sqrt(n + 2), 3); ctx <- round(rnorm(m, 2.3, .4), 2)
pup <- data.frame(g = rep(1:m, n)); u <- rnorm(m, 0, .3)
pup$y <- round(.9 * from[pup$g] + .1 * (ctx[pup$g] - 2.3) + u[pup$g] + rnorm(sum(n), 0, .9), 2)
mean_to <- tapply(pup$y, pup$g, mean); se_to <- tapply(pup$y, pup$g, sd) / sqrt(n)
cat("n:", n, "\nfrom:", from, "\nse:", se, "\nctx:", ctx, "\n"); show("to", mean_to); show("se_to", se_to)
rho <- .6; start <- blup(rma(from, .2 * se^2, method = "REML", control = list(threshold = 1e-12, maxiter = 1000)))$pred
pup$y <- mean_to[pup$g] + (pup$y - mean_to[pup$g]) * sqrt(1 - rho^2)
pup$s <- start[pup$g]; pup$c <- ((ctx - mean(ctx)) / sqrt(mean((ctx - mean(ctx))^2)))[pup$g]
f <- lmer(y ~ s + c + (1 | g), pup, control = lmerControl(optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-14)))
v <- as.data.frame(VarCorr(f))$vcov; X <- model.matrix(~ s + c, pup); Z <- model.matrix(~ 0 + factor(g), pup)
C <- solve(rbind(cbind(t(X) %*% X, t(X) %*% Z), cbind(t(Z) %*% X, t(Z) %*% Z + diag(m) * v[2] / v[1]))) * v[2]
show("start", start); show("va", fixef(f), v, sqrt(diag(vcov(f)))); show("u", ranef(f)$g[, 1]); show("pev", diag(C)[4:(3 + m)])
xs <- X[!duplicated(pup$g), ]; raw <- as.vector(mean_to) - as.vector(xs %*% fixef(f)); show("raw", raw); p <- 2 * pnorm(-abs(raw) / sqrt(v[2] / n + rowSums((xs %*% as.matrix(vcov(f))) * xs))); show("p", p); show("q", p.adjust(p, "BH"))
f0 <- lmer(y0 ~ 1 + (1 | g), transform(pup, y0 = mean_to[g] + (y - mean_to[g]) / sqrt(1 - rho^2))); show("tau0", as.data.frame(VarCorr(f0))$vcov[1])
