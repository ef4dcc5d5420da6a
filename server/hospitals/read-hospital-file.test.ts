import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { toGcj02 } from './coordinates.ts'
import { readCsv } from './csv.ts'
import { levelOf } from './hospital-columns.ts'
import { readHospitalFile } from './read-hospital-file.ts'

const HEADER = '医院编号,医院名称,别名,区县,地址,电话,等级,经度,纬度'
const faultsOf = (...lines: string[]): string[] =>
  readHospitalFile([HEADER, ...lines].join('\n')).bad.map((bad) => `${bad.line} ${bad.field}`)

describe('an operator’s file', () => {
  it('is read by Chinese headers', () => {
    const { rows, bad } = readHospitalFile(
      `${HEADER}\nX1,仁和医院,仁和；仁和总院,徐汇区,漕溪路 1 号,021-1,三级甲等,121.44,31.19`,
    )
    expect(bad).toEqual([])
    expect(rows[0]).toMatchObject({
      id: 'X1',
      name: '仁和医院',
      aliases: ['仁和', '仁和总院'],
      district: '徐汇区',
      lat: 31.19,
      lng: 121.44,
    })
  })
  it('has every bad row named by line and field', () => {
    expect(faultsOf('X1,,,徐汇区,,,,,')).toEqual(['2 名称'])
    expect(faultsOf('X1,甲,,,,,,,')).toEqual(['2 区'])
    expect(faultsOf('X 1,甲,,徐汇区,,,,,', ',乙,,徐汇区,,,,,')).toEqual(['2 编号', '3 编号'])
    expect(faultsOf('X1,甲,,徐汇区,,,,,', 'X1,乙,,徐汇区,,,,,')).toEqual(['3 编号'])
    expect(faultsOf('X1,甲,,徐汇区,,,,121.4,')).toEqual(['2 纬度'])
    expect(faultsOf('X1,甲,,徐汇区,,,,31.2,121.4')).toEqual(['2 经度'])
    expect(faultsOf('X1,甲,,徐汇区,,,,121.4,91')).toEqual(['2 纬度'])
    expect(faultsOf('X1,甲,,徐汇区,,,,十,31')).toEqual(['2 经度'])
    expect(faultsOf('X1,甲,徐汇区')).toEqual(['2 整行'])
    expect(faultsOf('X1,"甲,,徐汇区,,,,,')).toEqual(['2 整行'])
    expect(faultsOf(`X1,${'甲'.repeat(10_000)},,徐汇区,,,,,`)).toEqual(['2 名称'])
    expect(faultsOf('X1,甲\u0000,,徐汇区,,,,,', 'X2,乙\uFFFD,,徐汇区,,,,,')).toEqual(['2 名称', '3 名称'])
  })
  it('is refused for headers nobody knows, doubled ones and missing ones', () => {
    expect(readHospitalFile('名称,区,院长').bad).toMatchObject([{ line: 1, field: '院长' }])
    expect(readHospitalFile('名称,区,名称').bad).toMatchObject([{ line: 1, field: '名称' }])
    expect(readHospitalFile('名称\n甲').bad).toMatchObject([{ line: 1, field: '区' }])
    expect(readHospitalFile('').bad).toMatchObject([{ line: 1, field: '表头' }])
  })
})

describe('places and levels', () => {
  it('turns GPS coordinates into map coordinates as the built-in file has them', () => {
    const [header, ...records] = readCsv(
      readFileSync(path.join(import.meta.dirname, 'data/hospitals-shanghai.csv'), 'utf8'),
    )
    const at = (name: string): number => header?.cells.indexOf(name) ?? -1
    for (const { cells } of records) {
      const made = toGcj02({ lat: Number(cells[at('lat_wgs84')]), lng: Number(cells[at('lng_wgs84')]) })
      expect(made.lat).toBeCloseTo(Number(cells[at('lat_gcj02')]), 5)
      expect(made.lng).toBeCloseTo(Number(cells[at('lng_gcj02')]), 5)
    }
  })
  it('knows how levels are written', () => {
    expect(
      ['三级甲等', '三甲', '二级乙等', '三级合格', '一级', '未定级', ''].map((level) => levelOf(level).norm),
    ).toEqual(['3A', '3A', '2B', '3', '1', '', ''])
    expect(levelOf('三级甲等').rank).toBeLessThan(levelOf('三级').rank)
  })
})
