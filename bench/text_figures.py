"""Writes src/test/resources/train/text.json: features and hashes by scikit-learn, for TextInFormulasTest and MurmurHash3Test."""

import json

import sklearn
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils import murmurhash3_32

TEXTS = [
    "The film was good, GOOD even: a good film!",
    "",
    "Not good. Not bad, either; x y z",
    "naïve Ünderstanding of the ΟΔΟΣ and of Straße ǅ İstanbul",
    "snake_case 42nd ½ ²² Ⅷ٣ 中文 文",
    "the the the the",
    "हिन्दी मन क्षेत्र e\u0301te\u0301",
    "\U00010428\U00010400x \ufb01sh \ue000\ue001 ok",
    ".,;: a b c",
    "not good at all, not the film",
]
LABELS = [1, 0, 0, 1, 1, 0, 1, 0, 1, 0]


def matrix(vectorizer):
    features = vectorizer.fit_transform(TEXTS).toarray()
    return {"features": list(vectorizer.get_feature_names_out()), "rows": features.tolist()}


vectors = {
    "text(t)": CountVectorizer(),
    "text(t, min-rows = 2)": CountVectorizer(min_df=2),
    "text(t, ngrams = 2)": CountVectorizer(ngram_range=(1, 2)),
    "text(t, min-rows = 2, ngrams = c(2, 3))": CountVectorizer(min_df=2, ngram_range=(2, 3)),
    "text(t, tfidf = TRUE)": TfidfVectorizer(),
    "text(t, min-rows = 2, ngrams = 2, tfidf = TRUE)": TfidfVectorizer(min_df=2, ngram_range=(1, 2)),
}
figures = {name: matrix(vectorizer) for name, vectorizer in vectors.items()}

features = TfidfVectorizer(min_df=2).fit_transform(TEXTS)
fit = LogisticRegression(C=1 / (len(TEXTS) * 0.01), tol=1e-14, max_iter=10_000, solver="newton-cholesky")
fit.fit(features, LABELS)
hashed = ["", "a", "ab", "abc", "abcd", "city=Bern", "city=Genève", "t=中文", "t=\U00010400", "hello world, 1234"]

with open("src/test/resources/train/text.json", "w", encoding="utf-8") as out:
    json.dump(
        {
            "scikit_learn": sklearn.__version__,
            "texts": TEXTS,
            "labels": LABELS,
            "vectors": figures,
            "fit": {"bias": fit.intercept_[0], "weights": fit.coef_[0].tolist()},
            "hashes": {text: int(murmurhash3_32(text.encode(), seed=0)) for text in hashed},
        },
        out,
        ensure_ascii=False,
        indent=1,
    )
    out.write("\n")
