"""What can be wrong with packages, by name."""

from phohien.errors import ConflictError, GoneError, InvalidError, NotFoundError


class NoPackageFolderError(ConflictError):
    title = "This machine has no folder for packages"
    title_vi = "Máy này chưa có thư mục cho gói dữ liệu"


class PackageFolderUnusableError(ConflictError):
    title = "The folder for packages cannot be used"
    title_vi = "Không dùng được thư mục gói dữ liệu"


class PackageNotFoundError(NotFoundError):
    title = "There is no such package"
    title_vi = "Không có gói dữ liệu này"


class PackageElsewhereError(GoneError):
    title = "The file of this package is not on this machine"
    title_vi = "Tệp của gói dữ liệu này không có trên máy này"


class ReceiptThereError(ConflictError):
    title = "The package has a receipt already"
    title_vi = "Gói dữ liệu này đã có biên nhận"


class ReceiptRefusedError(InvalidError):
    title = "The receipt does not fit the package"
    title_vi = "Biên nhận không khớp với gói dữ liệu"
