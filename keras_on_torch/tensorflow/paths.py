"""Where TensorFlow shows what the files of this room declare: one table.

A row of `HOMES` says: this module of TensorFlow shows all that those files declare. A row of `ALSO`
says what is shown there besides: "name" stands for `tf.name`, "name=path" for `tf.path`; a module
may have many rows. A module of TensorFlow is a key of `HOMES`, or a part of one.
"""

from keras_on_torch.tensorflow.state_paths import STATE_ALSO, STATE_HOMES

__all__ = ["ALIASES", "ALSO", "HOMES"]

HOMES: dict[str, list[str]] = {
    "": [
        # tensors and shapes
        "blocks",
        "casting",
        "constants",
        "creation",
        "joining",
        "masks",
        "matrices",
        "padding",
        "scattering",
        "variable_scatter",
        "shapes",
        "slicing",
        # mathematics
        "arithmetic",
        "clipping",
        "counting",
        "elementwise",
        "fourier",
        "products",
        "ranking",
        "reductions",
        "segments",
        # control flow
        "assertions",
        "branches",
        "functional",
        "loops",
        "operations",
        "python_functions",
        "tensor_array",
        # random numbers
        "random.drawing",
        "random.seeds",
        # types, graphs, sessions
        "dtypes",
        "framework",
        "settings",
        "behavior",
        "gradient_registry",
    ],
    "app": [],
    "compat": ["compat"],
    "contrib": [],
    "data": [],
    "debugging": [],
    "dtypes": [],
    "errors": ["errors"],
    "flags": [],
    "gfile": [],
    "image": [
        "image.adjustments",
        "image.boxes",
        "image.codecs",
        "image.combined_suppression",
        "image.conversions",
        "image.crops",
        "image.encoders",
        "image.geometry",
        "image.measures",
        "image.outlines",
        "image.resizing",
        "image.similarity",
    ],
    "initializers": [],
    "layers": [],
    "linalg": ["linalg", "solvers"],
    "logging": ["logging"],
    "losses": [],
    "math": ["special_functions", "statistics", "top_k"],
    "metrics": [],
    "nest": ["nest"],
    "nn": [
        "top_k",
        "nn.activations",
        "nn.convolution_derivatives",
        "nn.convolutions",
        "nn.cross_entropies",
        "nn.ctc",
        "nn.dropout",
        "nn.embedding",
        "nn.normalization",
        "nn.pooling",
        "nn.sampled_losses",
        "nn.sampling",
        "nn.transposed",
    ],
    "random": ["random.categorical", "random.seeds", "random.stateless"],
    "saved_model": [],
    "sets": [],
    "sparse": [],
    "strings": [],
    "summary": [],
    "test": ["devices"],
    "train": [],
}

ALSO: list[tuple[str, str]] = [
    ("", "OpError=errors.OpError mod=floormod"),
    ("", "igamma=math.igamma igammac=math.igammac lbeta=math.lbeta polygamma=math.polygamma"),
    ("", "zeta=math.zeta"),
    ("dtypes", "DType as_dtype cast complex saturate_cast"),
    # arithmetic
    (
        "math",
        "accumulate_n add add_n atan2 divide divide_no_nan=div_no_nan equal floordiv floormod",
    ),
    ("math", "floormod greater greater_equal less less_equal logical_and logical_or logical_xor"),
    ("math", "maximum minimum mod multiply not_equal pow scalar_mul squared_difference subtract"),
    ("math", "truediv"),
    # elementwise
    ("math", "abs acos acosh angle asin asinh atan atanh ceil conj cos cosh digamma erf erfc exp"),
    ("math", "expm1 floor imag is_finite is_inf is_nan lgamma log log1p log_sigmoid logical_not"),
    ("math", "negative real reciprocal rint round rsqrt sigmoid sign sin sinh sqrt square tan"),
    ("math", "tanh"),
    ("debugging", "is_finite is_inf is_nan is_non_decreasing is_strictly_increasing"),
    ("nn", "sigmoid tanh"),
    # reductions, counts, ranking
    ("math", "count_nonzero reduce_all reduce_any reduce_logsumexp reduce_max reduce_mean"),
    ("math", "reduce_min reduce_prod reduce_sum argmax argmin cumprod cumsum bincount"),
    ("math", "confusion_matrix invert_permutation is_non_decreasing is_strictly_increasing"),
    # segments
    ("math", "segment_max segment_mean segment_min segment_prod segment_sum unsorted_segment_max"),
    ("math", "unsorted_segment_mean unsorted_segment_min unsorted_segment_prod"),
    ("math", "unsorted_segment_sqrt_n unsorted_segment_sum"),
    # matrices
    ("", "cholesky=linalg.cholesky cholesky_solve=linalg.cholesky_solve qr=linalg.qr"),
    ("", "matrix_determinant=linalg.det matrix_inverse=linalg.inv matrix_solve=linalg.solve"),
    ("", "matrix_solve_ls=linalg.lstsq matrix_square_root=linalg.sqrtm svd=linalg.svd"),
    ("", "matrix_triangular_solve=linalg.triangular_solve self_adjoint_eig=linalg.eigh"),
    ("", "self_adjoint_eigvals=linalg.eigvalsh"),
    (
        "linalg",
        "band_part=matrix_band_part cross diag=matrix_diag diag_part=matrix_diag_part einsum",
    ),
    ("linalg", "eye global_norm matmul matrix_transpose norm set_diag=matrix_set_diag"),
    ("linalg", "tensor_diag=diag tensor_diag_part=diag_part tensordot trace"),
    ("linalg", "transpose=matrix_transpose"),
    ("debugging", "assert_all_finite=verify_tensor_all_finite"),
    ("math", "l2_normalize=nn.l2_normalize log_softmax=nn.log_softmax softmax=nn.softmax"),
    ("math", "softplus=nn.softplus softsign=nn.softsign zero_fraction=nn.zero_fraction"),
    ("linalg", "l2_normalize=nn.l2_normalize"),
    ("image", "random_crop resize=image.resize_images"),
    # random numbers
    ("random", "gamma=random_gamma multinomial normal=random_normal poisson=random_poisson"),
    ("random", "all_candidate_sampler=nn.all_candidate_sampler"),
    ("random", "fixed_unigram_candidate_sampler=nn.fixed_unigram_candidate_sampler"),
    ("random", "log_uniform_candidate_sampler=nn.log_uniform_candidate_sampler"),
    ("random", "uniform_candidate_sampler=nn.uniform_candidate_sampler"),
    ("random", "shuffle=random_shuffle truncated_normal uniform=random_uniform"),
    ("nn", "depth_to_space space_to_batch space_to_depth"),
    ("image", "extract_image_patches"),
    # assertions
    ("debugging", "Assert assert_equal assert_greater assert_greater_equal assert_integer"),
    ("debugging", "assert_less assert_less_equal assert_near assert_negative assert_non_negative"),
    ("debugging", "assert_non_positive assert_none_equal assert_positive assert_proper_iterable"),
    ("debugging", "assert_rank assert_rank_at_least assert_rank_in assert_same_float_dtype"),
    ("debugging", "assert_scalar assert_type check_numerics is_numeric_tensor"),
    # the same, under newer paths
    ("manip", "batch_to_space_nd gather_nd reshape reverse roll scatter_nd space_to_batch_nd tile"),
    ("spectral", "fft fft2d fft3d ifft ifft2d ifft3d"),
    ("signal", "fft fft2d fft3d ifft ifft2d ifft3d"),
]

# Modules that are others: TensorFlow 1 is what it is under compat.v1, too.
ALIASES: dict[str, str] = {"compat.v1": ""}

for _path, _files in STATE_HOMES.items():
    HOMES[_path] = [*HOMES.get(_path, []), *_files]
ALSO += STATE_ALSO
