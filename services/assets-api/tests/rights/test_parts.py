"""Parts of a picture say whose it is, as the whole does."""

import pyvips

from assets_api.metadata import reading


async def test_every_part_of_a_picture_says_whose_it_is(
    officer, upload, asset_of, make_jpeg, publish, edit, manifest
) -> None:
    asset = await asset_of(officer, await upload(officer, make_jpeg(600, 400), "a.jpg"))
    publish(asset)
    service = f"/iiif/3/{asset['asset_version_id']}"
    silent = await officer.client.get(f"{service}/full/max/0/default.jpg")
    await edit(officer, asset, creator="Nguyễn Văn Đức", credit="Ảnh: N. V. Đức")
    await manifest(asset)

    answers = [
        await officer.client.get(f"{service}/{rest}")
        for rest in (
            "full/max/0/default.jpg",
            "0,0,50,50/max/90/gray.png",
            "square/100,/!0/default.webp",
        )
    ]

    assert answers[0].headers["etag"] != silent.headers["etag"]
    for answer in answers:
        picture = pyvips.Image.new_from_buffer(answer.content, "")
        said = reading.suggestions(reading.Sources(xmp=picture.get("xmp-data")))
        assert said["creator"] == "Nguyễn Văn Đức"
        assert said["credit"] == "Ảnh: N. V. Đức"
